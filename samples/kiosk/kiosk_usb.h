/*
 * Packs in and reports out by a file on a stick, for a kiosk without a network. Each command does
 * all of its work or none, says what it did on stdout as one JSON line (a receipt), and may be
 * repeated. Gives an exit status: 0; 1 where it failed, after a sentence on stderr.
 */
#ifndef KIOSK_USB_H
#define KIOSK_USB_H

#include "kiosk_config.h"

/** Checks a pack in full and installs a copy of it. The old one stays in use where it fails. */
int kiosk_usb_import_pack(const kiosk_config *config, const char *file);
/**
 * Writes the reports whose moment has come to a new file in the form `sotto-collect load` takes:
 * repeated { u32 length, little-endian | body }. They stay in the outbox until they are settled; an
 * existing file is never replaced.
 */
int kiosk_usb_export_outbox(const kiosk_config *config, const char *file);
/**
 * Takes the reports of an exported file off the outbox once the brand has loaded it. Only reports
 * that are in the outbox with the very same bytes count; a file that is not whole settles nothing.
 */
int kiosk_usb_settle(const kiosk_config *config, const char *file);

#endif
