#include "tuning.h"

#include <stdlib.h>

#ifdef __GLIBC__
#include <malloc.h>

enum { MIB = 1 << 20 };

void beckon_tune_heap(void) {
    // Each of these also ends glibc's own guessing at the first two.
    mallopt(M_MMAP_THRESHOLD, 4 * MIB);
    mallopt(M_TRIM_THRESHOLD, 32 * MIB);
    mallopt(M_TOP_PAD, MIB);
}
#else
void beckon_tune_heap(void) {}
#endif
