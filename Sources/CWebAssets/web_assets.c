#include "web_assets.h"
size_t beckon_web_asset_count(void) { return 0; }
beckon_web_asset beckon_web_asset_at(size_t index) { beckon_web_asset none = {0, 0, 0}; (void)index; return none; }
