/*
 * What embedding.c shows: the few calls an app needs.
 */
#ifndef HELLO_EMBEDDING_H
#define HELLO_EMBEDDING_H

#include <sotto/sotto.h>

/** What an app brings along. */
typedef struct shop_app {
  const sotto_port *port;   /* a key store, see platform/ */
  const uint8_t *brand_key; /* compiled into the app */
  const char *directory;    /* of the profile */
  const char *pack;         /* the file the app fetched */
  sotto_text item;          /* the product page that is shown */
} shop_app;

/** Keeps that a page was looked at and gives up to `*inout_count` picks to show beside it. */
sotto_status shop_page(const shop_app *app, sotto_pick *ret_picks, size_t *inout_count);

#endif
