/*
 * A stand-in for the driver's libnvidia-ml.so.1 that tests script: sizes and offsets are facts of NVML 13's header, the
 * rest is ours. One GPU. Build: cc -O1 -shared -fPIC -Wl,-soname,libnvidia-ml.so.1 -o libnvidia-ml.so.1 nvml_stub.c
 * -DOLD leaves out what drivers of the 470 series lack, -DUNIFIED answers like a GPU without memory of its own.
 */
#include <stdint.h>
#include <stdio.h>
#include <string.h>

typedef struct { uint32_t gpu, memory; } Utilization;
typedef struct { uint64_t total, free, used; } MemoryV1;
typedef struct { uint32_t version; uint64_t total, reserved, free, used; } MemoryV2;
typedef struct { uint32_t version, sensor; int32_t celsius; } TemperatureV1;
typedef struct {
  uint32_t id, scope;
  int64_t timestamp, latency;
  int32_t type, code;
  union { uint32_t u32; uint64_t u64; double f64; } value;
} FieldValue;

_Static_assert(sizeof(Utilization) == 8, "nvmlUtilization_t");
_Static_assert(sizeof(MemoryV1) == 24, "nvmlMemory_t");
_Static_assert(sizeof(MemoryV2) == 40, "nvmlMemory_v2_t");
_Static_assert(sizeof(TemperatureV1) == 12, "nvmlTemperature_v1_t");
_Static_assert(sizeof(FieldValue) == 40, "nvmlFieldValue_t");

typedef struct { uint32_t pid; uint64_t used; } ProcessV1;
typedef struct { uint32_t pid; uint64_t used; uint32_t gpuInstance, computeInstance; } ProcessV2;
typedef struct { uint32_t pid; uint64_t used; uint32_t gpuInstance, computeInstance; uint64_t sealed; } Process535;
_Static_assert(sizeof(ProcessV1) == 16, "nvmlProcessInfo_v1_t");
_Static_assert(sizeof(ProcessV2) == 24, "nvmlProcessInfo_v2_t");
_Static_assert(sizeof(Process535) == 32, "the rows of early 535 drivers");

enum { FAULTS = 16 };
static struct { char symbol[64]; int code, from, to; } faults[FAULTS];
static struct { char symbol[64]; int count; } calls[64];
static uint64_t millijoules = 1000000;
static int starts, generation = 1;

/* What tests call. */
void stub_reset(void) {
  memset(faults, 0, sizeof faults);
  memset(calls, 0, sizeof calls);
  starts = 0;
  millijoules = 1000000;
}

/* Calls number from (counted from 1) up to to of a symbol answer code. */
void stub_fail(const char *symbol, int code, int from, int to) {
  for (int i = 0; i < FAULTS; i++)
    if (!faults[i].symbol[0]) {
      snprintf(faults[i].symbol, sizeof faults[i].symbol, "%s", symbol);
      faults[i].code = code;
      faults[i].from = from;
      faults[i].to = to;
      return;
    }
}

int stub_calls(const char *symbol) {
  for (int i = 0; i < 64; i++)
    if (!strcmp(calls[i].symbol, symbol)) return calls[i].count;
  return 0;
}

int stub_starts(void) { return starts; }
void stub_burn(uint64_t mj) { millijoules += mj; }

/* Handles that were fetched before no longer work. */
void stub_replug(void) { generation++; }

static int enter(const char *symbol) {
  int number = 0;
  for (int i = 0; i < 64 && !number; i++)
    if (!calls[i].symbol[0] || !strcmp(calls[i].symbol, symbol)) {
      snprintf(calls[i].symbol, sizeof calls[i].symbol, "%s", symbol);
      number = ++calls[i].count;
    }
  for (int i = 0; i < FAULTS; i++)
    if (!strcmp(faults[i].symbol, symbol) && number >= faults[i].from && number <= faults[i].to) return faults[i].code;
  return 0;
}

static int device(const char *symbol, void *handle) {
  int code = enter(symbol);
  return code ? code : (intptr_t)handle == generation ? 0 : 2;
}

#define ENTER(symbol) do { int c = enter(symbol); if (c) return c; } while (0)
#define DEVICE(symbol) do { int c = device(symbol, handle); if (c) return c; } while (0)

int nvmlInit_v2(void) { ENTER("nvmlInit_v2"); starts++; return 0; }
int nvmlShutdown(void) { ENTER("nvmlShutdown"); starts--; return 0; }
int nvmlSystemGetDriverVersion(char *out, unsigned n) { snprintf(out, n, "590.48.01"); return 0; }
int nvmlSystemGetNVMLVersion(char *out, unsigned n) { snprintf(out, n, "13.590.48.01"); return 0; }
int nvmlDeviceGetCount_v2(unsigned *out) { ENTER("nvmlDeviceGetCount_v2"); *out = 1; return 0; }

int nvmlDeviceGetHandleByIndex_v2(unsigned index, void **out) {
  ENTER("nvmlDeviceGetHandleByIndex_v2");
  *out = (void *)(intptr_t)generation;
  return index == 0 ? 0 : 2;
}

int nvmlDeviceGetUUID(void *handle, char *out, unsigned n) {
  DEVICE("nvmlDeviceGetUUID");
  snprintf(out, n, "GPU-00000000-0000-0000-0000-000000000001");
  return 0;
}

int nvmlDeviceGetName(void *handle, char *out, unsigned n) {
  DEVICE("nvmlDeviceGetName");
  snprintf(out, n, "Stub GPU 80GB");
  return 0;
}

int nvmlDeviceGetTotalEnergyConsumption(void *handle, uint64_t *out) {
  DEVICE("nvmlDeviceGetTotalEnergyConsumption");
  *out = millijoules;
  return 0;
}

int nvmlDeviceGetPowerUsage(void *handle, unsigned *out) {
  DEVICE("nvmlDeviceGetPowerUsage");
  *out = 631950;
  return 0;
}

int nvmlDeviceGetEnforcedPowerLimit(void *handle, unsigned *out) {
  DEVICE("nvmlDeviceGetEnforcedPowerLimit");
  *out = 700000;
  return 0;
}

int nvmlDeviceGetUtilizationRates(void *handle, Utilization *out) {
  DEVICE("nvmlDeviceGetUtilizationRates");
  out->gpu = 97;
  out->memory = 41;
  return 0;
}

int nvmlDeviceGetMemoryInfo(void *handle, MemoryV1 *out) {
  DEVICE("nvmlDeviceGetMemoryInfo");
#ifdef UNIFIED
  *out = (MemoryV1){0, 0, 0};
#else
  *out = (MemoryV1){85520809984ull, 84000000000ull, 1520809984ull};
#endif
  return 0;
}

int nvmlDeviceGetClockInfo(void *handle, unsigned which, unsigned *out) {
  DEVICE("nvmlDeviceGetClockInfo");
  *out = which == 1 ? 1980 : 2619;
  return 0;
}

#ifdef OLD
int nvmlDeviceGetCurrentClocksThrottleReasons(void *handle, uint64_t *out) {
  DEVICE("nvmlDeviceGetCurrentClocksThrottleReasons");
  *out = 4;
  return 0;
}

int nvmlDeviceGetTemperature(void *handle, unsigned sensor, unsigned *out) {
  DEVICE("nvmlDeviceGetTemperature");
  *out = 51 + sensor;
  return 0;
}
#else
int nvmlDeviceGetCurrentClocksEventReasons(void *handle, uint64_t *out) {
  DEVICE("nvmlDeviceGetCurrentClocksEventReasons");
  *out = 4;
  return 0;
}

int nvmlDeviceGetTemperatureV(void *handle, TemperatureV1 *out) {
  DEVICE("nvmlDeviceGetTemperatureV");
  if (out->version != 0x0100000C) return 25;
  out->celsius = out->sensor == 0 ? 52 : -1;
  return 0;
}

int nvmlDeviceGetMemoryInfo_v2(void *handle, MemoryV2 *out) {
  DEVICE("nvmlDeviceGetMemoryInfo_v2");
  if (out->version != 0x02000028) return 25;
#ifdef UNIFIED
  return 3;
#else
  out->total = 85520809984ull;
  out->reserved = 500000000ull;
  out->used = 1020809984ull;
  out->free = 84000000000ull;
  return 0;
#endif
}

int nvmlDeviceGetFieldValues(void *handle, int n, FieldValue *values) {
  DEVICE("nvmlDeviceGetFieldValues");
  for (int i = 0; i < n; i++) {
    values[i].type = 1;
    values[i].code = values[i].id == 186 || values[i].id == 185 ? 0 : 3;
    values[i].value.u32 = values[i].id == 186 ? 625680 : 631950;
  }
  return 0;
}
#endif

/* 40 processes compute, of which the first draws too with less; -DWDDM tells no memory, -DIDLE has none. */
#ifdef OLD
#define ROW ProcessV1
#define COMPUTE nvmlDeviceGetComputeRunningProcesses
#define GRAPHICS nvmlDeviceGetGraphicsRunningProcesses
#elif defined(R535)
#define ROW Process535
int nvmlDeviceGetConfComputeMemSizeInfo(void *handle, void *out) { return 3; }
#else
#define ROW ProcessV2
#endif
#ifndef COMPUTE
#define COMPUTE nvmlDeviceGetComputeRunningProcesses_v3
#define GRAPHICS nvmlDeviceGetGraphicsRunningProcesses_v3
#endif

static int rows(unsigned have, unsigned *n, ROW *out, uint64_t each) {
  unsigned room = *n;
  *n = have;
  if (room < have) return 7;
  for (unsigned i = 0; i < have; i++) {
    memset(&out[i], 0xFF, sizeof *out);
    out[i].pid = 1000 + i;
#ifdef WDDM
    out[i].used = ~0ull;
#else
    out[i].used = each;
#endif
  }
  return 0;
}

#ifdef IDLE
enum { COMPUTING = 0, DRAWING = 0 };
#else
enum { COMPUTING = 40, DRAWING = 1 };
#endif

int COMPUTE(void *handle, unsigned *n, ROW *out) {
  DEVICE("processes");
  return rows(COMPUTING, n, out, 1000);
}

int GRAPHICS(void *handle, unsigned *n, ROW *out) {
  DEVICE("graphics processes");
  return rows(DRAWING, n, out, 600);
}
