#ifndef BERTH_FAKE_NVML_H
#define BERTH_FAKE_NVML_H
/* Nothing is called by name: the tests open the built library with dlopen, as the program opens the vendor's. */
#endif
