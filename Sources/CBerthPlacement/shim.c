#include "CBerthPlacement.h"
