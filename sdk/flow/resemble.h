/*
 * Things like a picture: the model looks at it and compares, the slot's rules and discretion decide
 * what may be shown, the message table says why. Keeps and writes nothing; wipes what it saw.
 */
#ifndef SO_FLOW_RESEMBLE_H
#define SO_FLOW_RESEMBLE_H

#include <sotto/picture.h>

#include "flow/handle.h"

/** See sotto_picture_search(). */
SOTTO_CHECKED sotto_status so_resemble_search(sotto *profile, const sotto_picture *picture,
                                              const sotto_request *request,
                                              const sotto_picture_visit *visit);

#endif
