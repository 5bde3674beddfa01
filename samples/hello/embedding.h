/*
 * What embedding.c shows: the few calls an app needs.
 */
#ifndef HELLO_EMBEDDING_H
#define HELLO_EMBEDDING_H

#include <sotto/sotto.h>

/** Opens a profile, keeps that `item` was looked at and prints what to show beside it. */
sotto_status shop_page(const sotto_options *options, const sotto_port *port, const char *pack,
                       sotto_text item);

#endif
