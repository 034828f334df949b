// Headers of the system library that this module wraps.
#pragma once
#include <nghttp2/nghttp2.h>
