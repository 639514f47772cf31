#include "web_assets.h"

// Scripts/embed-web makes the folder `generated` out of web/ and touches this file. Without it the program carries no pages
// and serves the sources.
#if __has_include("generated/assets.inc")
#pragma clang diagnostic ignored "-Wc23-extensions"
#include "generated/assets.inc"
#else
static const beckon_web_asset assets[] = {{0, 0, 0, 0, 0}};
static const size_t count = 0;
#endif

size_t beckon_web_asset_count(void) { return count; }

beckon_web_asset beckon_web_asset_at(size_t index) { return assets[index]; }
