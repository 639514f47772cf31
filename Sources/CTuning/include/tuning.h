#ifndef BECKON_TUNING_H
#define BECKON_TUNING_H

/// Tells glibc's heap to keep what a busy moment took instead of giving it back and asking for it again, thousands of times a second. Does
/// nothing with other C libraries. To be called once, before there are other threads.
void beckon_tune_heap(void);

#endif
