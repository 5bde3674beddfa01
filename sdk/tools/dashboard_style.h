/*
 * The dashboard's style sheet: one string, no external resource.
 */
#ifndef SO_TOOLS_DASHBOARD_STYLE_H
#define SO_TOOLS_DASHBOARD_STYLE_H

extern const char so_dashboard_style[];

#endif
