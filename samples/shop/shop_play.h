/*
 * Playing a script of what a person would press, through the real widgets: for the tests and for
 * the pictures of the README. One command a line:
 *
 *   press NAME[=TEXT][#N]    press the N-th mapped, sensitive widget of that name (and kept text)
 *   type NAME TEXT           write into an entry and press Enter
 *   show                     print every label that can be seen, one a line after "| "
 *   say NAME                 print the labels inside that widget
 *   look NAME                print "on", "off" or "disabled" of a switch or button
 *   screen FILE              draw the window into a PNG
 *   scroll PIXELS            scroll the page there
 *   idle MILLISECONDS        wait, then print the processor time it took
 *   mark WORDS               print the words
 *   focus NAME               put the keyboard's focus there
 *   chain                    print what the Tab key reaches, in order
 *   nameless                 print the controls that a screen reader finds no name for
 *
 * Nothing is looked up in the state: what a script cannot see or press, a person cannot either.
 */
#ifndef SAMPLES_SHOP_PLAY_H
#define SAMPLES_SHOP_PLAY_H

#include "shop_app.h"

/** Starts playing the script of the options; at its end the program ends. */
void shop_play_start(shop *app);

/** TRUE where a command of the script could not be done. Frees what playing needed. */
gboolean shop_play_failed(shop *app);

#endif
