/**
 * @file
 * Stand-ins for what libgit2 reaches other machines with; for the static build
 * alone. stanch reads repositories on disk and opens no remote, so nothing of
 * this is ever called, but for the initialisations and the loading of
 * certificates when libgit2 starts.
 *
 * Without them the command would carry libssh2 and OpenSSL (3.5 MB), could not
 * be linked at all for want of a static Kerberos, would parse a few hundred
 * certificates on every start (5 ms), and would load name-service libraries of
 * whatever glibc is there.
 */
#include <netdb.h>
#include <pwd.h>
#include <stdlib.h>

/** MBEDTLS_ERR_X509_FILE_IO_ERROR, as if the file were not there. */
#define NO_SUCH_FILE (-0x2900)

/* The linker sends the functions of these names here (--wrap). */
int __wrap_mbedtls_x509_crt_parse_file(void *chain, const char *path);
int __wrap_mbedtls_x509_crt_parse_path(void *chain, const char *path);

int __wrap_mbedtls_x509_crt_parse_file(void *chain, const char *path)
{
    (void)chain;
    (void)path;
    return NO_SUCH_FILE;
}

int __wrap_mbedtls_x509_crt_parse_path(void *chain, const char *path)
{
    (void)chain;
    (void)path;
    return NO_SUCH_FILE;
}

int __wrap_getpwuid_r(uid_t user, struct passwd *entry, char *room, size_t size,
                      struct passwd **result);
int __wrap_getaddrinfo(const char *node, const char *service,
                       const struct addrinfo *hints, struct addrinfo **result);

/** Asked for a home folder when HOME is not set: there is none. */
int __wrap_getpwuid_r(uid_t user, struct passwd *entry, char *room, size_t size,
                      struct passwd **result)
{
    (void)user;
    (void)entry;
    (void)room;
    (void)size;
    *result = NULL;
    return 0;
}

int __wrap_getaddrinfo(const char *node, const char *service,
                       const struct addrinfo *hints, struct addrinfo **result)
{
    (void)node;
    (void)service;
    (void)hints;
    (void)result;
    return EAI_FAIL;
}

int libssh2_init(int flags);
void libssh2_exit(void);

int libssh2_init(int flags)
{
    (void)flags;
    return 0;
}

void libssh2_exit(void)
{
}

/** A function that only a connection would call. */
#define UNREACHED(name)                                                        \
    _Noreturn void name(void);                                                 \
    _Noreturn void name(void)                                                  \
    {                                                                          \
        abort();                                                               \
    }

UNREACHED(libssh2_agent_connect)
UNREACHED(libssh2_agent_disconnect)
UNREACHED(libssh2_agent_free)
UNREACHED(libssh2_agent_get_identity)
UNREACHED(libssh2_agent_init)
UNREACHED(libssh2_agent_list_identities)
UNREACHED(libssh2_agent_userauth)
UNREACHED(libssh2_channel_close)
UNREACHED(libssh2_channel_free)
UNREACHED(libssh2_channel_open_ex)
UNREACHED(libssh2_channel_process_startup)
UNREACHED(libssh2_channel_read_ex)
UNREACHED(libssh2_channel_set_blocking)
UNREACHED(libssh2_channel_write_ex)
UNREACHED(libssh2_hostkey_hash)
UNREACHED(libssh2_knownhost_checkp)
UNREACHED(libssh2_knownhost_free)
UNREACHED(libssh2_knownhost_init)
UNREACHED(libssh2_knownhost_readfile)
UNREACHED(libssh2_session_abstract)
UNREACHED(libssh2_session_disconnect_ex)
UNREACHED(libssh2_session_free)
UNREACHED(libssh2_session_handshake)
UNREACHED(libssh2_session_hostkey)
UNREACHED(libssh2_session_init_ex)
UNREACHED(libssh2_session_last_error)
UNREACHED(libssh2_session_method_pref)
UNREACHED(libssh2_session_set_blocking)
UNREACHED(libssh2_userauth_authenticated)
UNREACHED(libssh2_userauth_keyboard_interactive_ex)
UNREACHED(libssh2_userauth_list)
UNREACHED(libssh2_userauth_password_ex)
UNREACHED(libssh2_userauth_publickey)
UNREACHED(libssh2_userauth_publickey_fromfile_ex)
UNREACHED(libssh2_userauth_publickey_frommemory)

UNREACHED(gss_delete_sec_context)
UNREACHED(gss_display_status)
UNREACHED(gss_import_name)
UNREACHED(gss_indicate_mechs)
UNREACHED(gss_init_sec_context)
UNREACHED(gss_release_buffer)
UNREACHED(gss_release_name)
UNREACHED(gss_release_oid_set)

/* Read, but only beside gss_import_name(). */
extern const void *const GSS_C_NT_HOSTBASED_SERVICE;
const void *const GSS_C_NT_HOSTBASED_SERVICE = NULL;
