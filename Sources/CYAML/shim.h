// Headers of the system library that this module wraps.
#pragma once
#include <yaml.h>
