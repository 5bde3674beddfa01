/*
 * The running shop: its state and the few widgets that outlive a page. A page is built anew each
 * time it is shown, from the state, so no widget ever holds an old answer.
 */
#ifndef SAMPLES_SHOP_APP_H
#define SAMPLES_SHOP_APP_H

#include <gtk/gtk.h>

#include "shop_state.h"

/** The pages. */
typedef enum shop_page {
  SHOP_PAGE_HOME,
  SHOP_PAGE_BROWSE,  /**< Argument: "DEPARTMENT" or "DEPARTMENT > SHELF", or NULL. */
  SHOP_PAGE_PRODUCT, /**< Argument: the item. */
  SHOP_PAGE_CART,
  SHOP_PAGE_ASK,
  SHOP_PAGE_PRIVACY, /**< Argument: a part of it, or NULL. */
  SHOP_PAGE_WELCOME,
  SHOP_PAGE_COUNT
} shop_page;

/** Where somebody is, or was. */
typedef struct shop_place {
  shop_page page;
  char *argument; /**< Owned; or NULL. */
} shop_place;

/** One thing said in the ask box. */
typedef struct shop_turn {
  char *utterance;
  char *reply;
  char *note;       /**< What was spelt otherwise; or NULL. */
  GPtrArray *found; /**< const shop_good *, at most six. */
  GStrv reasons;    /**< One a product. */
  GStrv chips;      /**< Ways to go on. */
} shop_turn;

/** The running shop. */
typedef struct shop {
  shop_options options;
  shop_state state;
  GtkApplication *application;
  GtkWidget *window;
  GtkWidget *page; /**< Scrolled window that holds the page. */
  GtkWidget *mind; /**< Revealer of the mindset panel. */
  GtkWidget *mind_button;
  GtkWidget *guest_bar;   /**< Says that somebody else is shopping. */
  GtkWidget *trouble_bar; /**< Says what went wrong. */
  GtkWidget *trouble_label;
  GtkWidget *notice_bar; /**< Says what was done. */
  GtkWidget *notice_label;
  GtkWidget *cart_button;
  GtkWidget *tabs[SHOP_PAGE_COUNT];
  shop_place place;
  GArray *places; /**< Where the back button leads: shop_place. */
  GtkWidget *back_button;
  GPtrArray *turns; /**< The conversation: shop_turn. */
  sotto_conversation conversation;
  GHashTable *pictures; /**< Textures by path and size. */
  gboolean closing;     /**< The window was closed while a heavy call ran. */
  guint tick;           /**< The timer of shop_state_tick(). */
  guint working;        /**< Not 0: a heavy call is running; nothing can be pressed. */
  gint64 started_us;    /**< When main began. */
  guint64 seed;         /**< Of this visit's exploring. */
  gpointer play;        /**< The script that is played; or NULL. */
} shop;

/** Shows a page; the one before can be gone back to. `argument` is copied. */
void shop_go(shop *app, shop_page page, const char *argument);

/** Shows a page to somebody else: what was said and where anybody went before is gone. */
void shop_arrive(shop *app, shop_page page);

/** Builds the page that is shown again, after something changed. */
void shop_again(shop *app);

/** Puts cart count, guest bar, trouble bar and mindset panel right, after any event. */
void shop_settle(shop *app);

/** Tells what was done, until the next page. */
void shop_notice(shop *app, const char *words);

/** Builds the window. */
void shop_window_build(shop *app);

/** Work for shop_work(): runs on another thread, with no widget. */
typedef sotto_status (*shop_work_fn)(shop *app, gpointer data);

/** Told on the main thread what came of it. */
typedef void (*shop_done_fn)(shop *app, sotto_status status, gpointer data);

/** A heavy or slow call of the library, and who is told. */
typedef struct shop_work {
  shop_work_fn work;
  shop_done_fn done;
  gpointer data;       /**< Passed to both. */
  GDestroyNotify free; /**< Frees `data` at the end; or NULL. */
} shop_work;

/** Does the work off the main thread, while nothing can be pressed. */
void shop_work_start(shop *app, const shop_work *work);

#endif
