#ifndef BECKON_WEB_ASSETS_H
#define BECKON_WEB_ASSETS_H
#include <stddef.h>

/// One file as Scripts/embed-web made it, embedded at compile time. `path` is that of a page in `web/` (`desk/index.html`), or
/// that of a file below `assets/`, whose name holds a hash of its contents.
/// `gzip` holds the same compressed; it is null where that would not be shorter.
typedef struct {
    const char *path;
    const unsigned char *bytes;
    size_t count;
    const unsigned char *gzip;
    size_t gzip_count;
} beckon_web_asset;

/// Number of embedded files: 0 in a program that was built without Scripts/embed-web.
size_t beckon_web_asset_count(void);
/// The file at `index` < `beckon_web_asset_count()`, sorted by path.
beckon_web_asset beckon_web_asset_at(size_t index);
#endif
