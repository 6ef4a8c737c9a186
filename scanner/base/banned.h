/**
 * @file
 * Functions nobody calls here. Included by the compiler into every file of
 * libstanch (see scanner/cmake/warnings.cmake), so using one does not build.
 */
#ifndef STN_BASE_BANNED_H
#define STN_BASE_BANNED_H

/* Declared first, so that the poison meets no header. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#undef alloca
#pragma GCC poison strcpy strcat sprintf vsprintf gets strtok alloca system
#pragma GCC poison popen asctime gmtime localtime atoi atol tmpnam mktemp

#endif
