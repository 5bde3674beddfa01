/*
 * What is kept beside the mind and learns from the same events: decisions, and who is held out. In
 * a build without `choose` each step is nothing, so that the journeys that take them read the same
 * in every build.
 */
#ifndef SO_FLOW_LEARNT_H
#define SO_FLOW_LEARNT_H

#ifdef SOTTO_WITH_CHOOSE
# include "flow/choices.h"
# include "flow/hold_out.h"
#else
# define so_choices_learn(profile, row) ((void)0)
# define so_choices_cool(profile) ((void)0)
# define so_choices_rebind(profile) ((void)0)
# define so_choices_drop(profile) ((void)0)
# define so_choices_free(profile) ((void)0)
# define so_choices_wait(profile) 0
# define so_choices_write(profile, inout_rows) ((void)(inout_rows), SOTTO_OK)
# define so_choices_written(profile) ((void)0)
# define so_choices_forget_value(profile, value, inout_rows) SOTTO_OK
# define so_choices_withdraw(profile, to, inout_rows) ((void)(to), SOTTO_OK)
# define so_choices_evict(profile, before_ms, inout_rows) SOTTO_OK
# define so_hold_out_is(profile, now_ms) 0
# define so_hold_out_tell(profile, visit, context) ((void)0)
#endif

#endif
