// Glue for the runner: what Swift cannot say to the system.
#pragma once
#include <sys/types.h>

/// Makes the pipe's buffer large, where the system allows.
void ms_pipe_enlarge(int descriptor, int bytes);
/// Binds an abstract Unix socket of this name: a claim that ends with its last descriptor. The descriptor or -1.
int ms_claim_name(const char *name);
/// Turns SIGINT and SIGTERM into a readable descriptor.
void ms_interruption_install(void);
int ms_interruption_has_come(void);
int ms_interruption_descriptor(void);
