/**
 * @file
 * Functions and methods of libraries, sorted by name, type and path. Included
 * with R() defined; private to library.c.
 *
 * R(name, type, path, results, resource, which): what it gives back, and which
 * result must be released, from 0. Each is documented at https://pkg.go.dev/
 * under its path.
 */
#ifdef R
R("Accept", "Listener", "net", "net.Conn error", FILE, 0)
R("Accept", "TCPListener", "net", "net.Conn error", FILE, 0)
R("Accept", "UnixListener", "net", "net.Conn error", FILE, 0)
R("AcceptTCP", "TCPListener", "net", "*net.TCPConn error", FILE, 0)
R("AcceptUnix", "UnixListener", "net", "*net.UnixConn error", FILE, 0)
R("Acquire", "Pool", "github.com/jackc/pgx/v4/pgxpool",
  "*github.com/jackc/pgx/v4/pgxpool.Conn error", POOLED, 0)
R("Acquire", "Pool", "github.com/jackc/pgx/v5/pgxpool",
  "*github.com/jackc/pgx/v5/pgxpool.Conn error", POOLED, 0)
R("After", "", "time", "chan", NO, 0)
R("AfterFunc", "", "context", "func", NO, 0)
R("AfterFunc", "", "time", "*time.Timer", NO, 0)
R("Background", "", "context", "context.Context", NO, 0)
R("Begin", "Conn", "github.com/jackc/pgx/v4",
  "github.com/jackc/pgx/v4.Tx error", NO, 0)
R("Begin", "Conn", "github.com/jackc/pgx/v5",
  "github.com/jackc/pgx/v5.Tx error", NO, 0)
R("Begin", "DB", "database/sql", "*database/sql.Tx error", NO, 0)
R("Begin", "Pool", "github.com/jackc/pgx/v4/pgxpool",
  "github.com/jackc/pgx/v4.Tx error", NO, 0)
R("Begin", "Pool", "github.com/jackc/pgx/v5/pgxpool",
  "github.com/jackc/pgx/v5.Tx error", NO, 0)
R("BeginTx", "Conn", "database/sql", "*database/sql.Tx error", NO, 0)
R("BeginTx", "Conn", "github.com/jackc/pgx/v4",
  "github.com/jackc/pgx/v4.Tx error", NO, 0)
R("BeginTx", "Conn", "github.com/jackc/pgx/v5",
  "github.com/jackc/pgx/v5.Tx error", NO, 0)
R("BeginTx", "DB", "database/sql", "*database/sql.Tx error", NO, 0)
R("BeginTx", "Pool", "github.com/jackc/pgx/v4/pgxpool",
  "github.com/jackc/pgx/v4.Tx error", NO, 0)
R("BeginTx", "Pool", "github.com/jackc/pgx/v5/pgxpool",
  "github.com/jackc/pgx/v5.Tx error", NO, 0)
R("BeginTxx", "DB", "github.com/jmoiron/sqlx",
  "*github.com/jmoiron/sqlx.Tx error", NO, 0)
R("Beginx", "DB", "github.com/jmoiron/sqlx",
  "*github.com/jmoiron/sqlx.Tx error", NO, 0)
R("Client", "", "crypto/tls", "*crypto/tls.Conn", NO, 0)
R("Client", "Server", "net/http/httptest", "*net/http.Client", NO, 0)
R("Clone", "Request", "net/http", "*net/http.Request", NO, 0)
R("Command", "", "os/exec", "*os/exec.Cmd", NO, 0)
R("CommandContext", "", "os/exec", "*os/exec.Cmd", NO, 0)
R("Conn", "DB", "database/sql", "*database/sql.Conn error", SQL, 0)
R("Connect", "", "github.com/jackc/pgx/v4",
  "*github.com/jackc/pgx/v4.Conn error", NO, 0)
R("Connect", "", "github.com/jackc/pgx/v4/pgxpool",
  "*github.com/jackc/pgx/v4/pgxpool.Pool error", NO, 0)
R("Connect", "", "github.com/jackc/pgx/v5",
  "*github.com/jackc/pgx/v5.Conn error", NO, 0)
R("Connect", "", "github.com/jmoiron/sqlx", "*github.com/jmoiron/sqlx.DB error",
  NO, 0)
R("ConnectConfig", "", "github.com/jackc/pgx/v4/pgxpool",
  "*github.com/jackc/pgx/v4/pgxpool.Pool error", NO, 0)
R("ConnectContext", "", "github.com/jmoiron/sqlx",
  "*github.com/jmoiron/sqlx.DB error", NO, 0)
R("Connx", "DB", "github.com/jmoiron/sqlx",
  "*github.com/jmoiron/sqlx.Conn error", SQL, 0)
R("Create", "", "os", "*os.File error", FILE, 0)
R("Create", "Root", "os", "*os.File error", FILE, 0)
R("CreateTemp", "", "os", "*os.File error", FILE, 0)
R("Default", "", "log", "*log.Logger", NO, 0)
R("Dial", "", "crypto/tls", "*crypto/tls.Conn error", FILE, 0)
R("Dial", "", "log/syslog", "*log/syslog.Writer error", FILE, 0)
R("Dial", "", "net", "net.Conn error", FILE, 0)
R("Dial", "", "net/rpc", "*net/rpc.Client error", FILE, 0)
R("Dial", "", "net/smtp", "*net/smtp.Client error", FILE, 0)
R("Dial", "", "net/textproto", "*net/textproto.Conn error", FILE, 0)
R("Dial", "Dialer", "crypto/tls", "net.Conn error", FILE, 0)
R("Dial", "Dialer", "net", "net.Conn error", FILE, 0)
R("DialContext", "Dialer", "crypto/tls", "net.Conn error", FILE, 0)
R("DialContext", "Dialer", "net", "net.Conn error", FILE, 0)
R("DialHTTP", "", "net/rpc", "*net/rpc.Client error", FILE, 0)
R("DialIP", "", "net", "*net.IPConn error", FILE, 0)
R("DialTCP", "", "net", "*net.TCPConn error", FILE, 0)
R("DialTimeout", "", "net", "net.Conn error", FILE, 0)
R("DialUDP", "", "net", "*net.UDPConn error", FILE, 0)
R("DialUnix", "", "net", "*net.UnixConn error", FILE, 0)
R("DialWithDialer", "", "crypto/tls", "*crypto/tls.Conn error", FILE, 0)
R("Do", "Client", "net/http", "*net/http.Response error", RESPONSE, 0)
R("File", "TCPConn", "net", "*os.File error", FILE, 0)
R("File", "TCPListener", "net", "*os.File error", FILE, 0)
R("File", "UDPConn", "net", "*os.File error", FILE, 0)
R("File", "UnixConn", "net", "*os.File error", FILE, 0)
R("File", "UnixListener", "net", "*os.File error", FILE, 0)
R("FileConn", "", "net", "net.Conn error", FILE, 0)
R("FileListener", "", "net", "net.Listener error", FILE, 0)
R("FilePacketConn", "", "net", "net.PacketConn error", FILE, 0)
R("FindProcess", "", "os", "*os.Process error", NO, 0)
R("FormFile", "Request", "net/http",
  "mime/multipart.File *mime/multipart.FileHeader error", FILE, 0)
R("Get", "", "net/http", "*net/http.Response error", RESPONSE, 0)
R("Get", "Client", "net/http", "*net/http.Response error", RESPONSE, 0)
R("Getwd", "", "os", "string error", NO, 0)
R("Head", "", "net/http", "*net/http.Response error", RESPONSE, 0)
R("Head", "Client", "net/http", "*net/http.Response error", RESPONSE, 0)
R("Hostname", "", "os", "string error", NO, 0)
R("Listen", "", "crypto/tls", "net.Listener error", FILE, 0)
R("Listen", "", "net", "net.Listener error", FILE, 0)
R("Listen", "ListenConfig", "net", "net.Listener error", FILE, 0)
R("ListenIP", "", "net", "*net.IPConn error", FILE, 0)
R("ListenMulticastUDP", "", "net", "*net.UDPConn error", FILE, 0)
R("ListenPacket", "", "net", "net.PacketConn error", FILE, 0)
R("ListenPacket", "ListenConfig", "net", "net.PacketConn error", FILE, 0)
R("ListenTCP", "", "net", "*net.TCPListener error", FILE, 0)
R("ListenUDP", "", "net", "*net.UDPConn error", FILE, 0)
R("ListenUnix", "", "net", "*net.UnixListener error", FILE, 0)
R("ListenUnixgram", "", "net", "*net.UnixConn error", FILE, 0)
R("Lstat", "", "os", "io/fs.FileInfo error", NO, 0)
R("MkdirTemp", "", "os", "string error", NO, 0)
R("MustBegin", "DB", "github.com/jmoiron/sqlx", "*github.com/jmoiron/sqlx.Tx",
  NO, 0)
R("MustConnect", "", "github.com/jmoiron/sqlx", "*github.com/jmoiron/sqlx.DB",
  NO, 0)
R("MustOpen", "", "github.com/jmoiron/sqlx", "*github.com/jmoiron/sqlx.DB", NO,
  0)
R("NamedQuery", "DB", "github.com/jmoiron/sqlx",
  "*github.com/jmoiron/sqlx.Rows error", SQL, 0)
R("NamedQuery", "Tx", "github.com/jmoiron/sqlx",
  "*github.com/jmoiron/sqlx.Rows error", SQL, 0)
R("NamedQueryContext", "DB", "github.com/jmoiron/sqlx",
  "*github.com/jmoiron/sqlx.Rows error", SQL, 0)
R("New", "", "github.com/jackc/pgx/v5/pgxpool",
  "*github.com/jackc/pgx/v5/pgxpool.Pool error", NO, 0)
R("New", "", "log", "*log.Logger", NO, 0)
R("New", "", "log/syslog", "*log/syslog.Writer error", FILE, 0)
R("NewCond", "", "sync", "*sync.Cond", NO, 0)
R("NewDb", "", "github.com/jmoiron/sqlx", "*github.com/jmoiron/sqlx.DB", NO, 0)
R("NewFile", "", "os", "*os.File", NO, 0)
R("NewListener", "", "crypto/tls", "net.Listener", NO, 0)
R("NewReader", "", "archive/zip", "*archive/zip.Reader error", NO, 0)
R("NewReader", "", "bufio", "*bufio.Reader", NO, 0)
R("NewReader", "", "compress/gzip", "*compress/gzip.Reader error", INFLATE, 0)
R("NewReader", "", "compress/zlib", "io.ReadCloser error", INFLATE, 0)
R("NewReaderSize", "", "bufio", "*bufio.Reader", NO, 0)
R("NewRecorder", "", "net/http/httptest", "*net/http/httptest.ResponseRecorder",
  NO, 0)
R("NewRequest", "", "net/http", "*net/http.Request error", NO, 0)
R("NewRequest", "", "net/http/httptest", "*net/http.Request", NO, 0)
R("NewRequestWithContext", "", "net/http", "*net/http.Request error", NO, 0)
R("NewScanner", "", "bufio", "*bufio.Scanner", NO, 0)
R("NewServer", "", "net/http/httptest", "*net/http/httptest.Server", NO, 0)
R("NewTLSServer", "", "net/http/httptest", "*net/http/httptest.Server", NO, 0)
R("NewTicker", "", "time", "*time.Ticker", TICKER, 0)
R("NewTimer", "", "time", "*time.Timer", TIMER, 0)
R("NewUnstartedServer", "", "net/http/httptest", "*net/http/httptest.Server",
  NO, 0)
R("NewWithConfig", "", "github.com/jackc/pgx/v5/pgxpool",
  "*github.com/jackc/pgx/v5/pgxpool.Pool error", NO, 0)
R("NewWriter", "", "archive/zip", "*archive/zip.Writer", NO, 0)
R("NewWriter", "", "bufio", "*bufio.Writer", NO, 0)
R("NewWriter", "", "compress/gzip", "*compress/gzip.Writer", NO, 0)
R("NewWriterLevel", "", "compress/gzip", "*compress/gzip.Writer error", NO, 0)
R("NewWriterSize", "", "bufio", "*bufio.Writer", NO, 0)
R("NopCloser", "", "io", "io.ReadCloser", NO, 0)
R("NotifyContext", "", "os/signal", "context.Context func", CANCEL, 1)
R("Now", "", "time", "time.Time", NO, 0)
R("OnceFunc", "", "sync", "func", NO, 0)
R("Open", "", "database/sql", "*database/sql.DB error", NO, 0)
R("Open", "", "github.com/jmoiron/sqlx", "*github.com/jmoiron/sqlx.DB error",
  NO, 0)
R("Open", "", "os", "*os.File error", FILE, 0)
R("Open", "FS", "embed", "io/fs.File error", NO, 0)
R("Open", "FS", "io/fs", "io/fs.File error", FILE, 0)
R("Open", "File", "archive/zip", "io.ReadCloser error", FILE, 0)
R("Open", "FileHeader", "mime/multipart", "mime/multipart.File error", FILE, 0)
R("Open", "Reader", "archive/zip", "io/fs.File error", FILE, 0)
R("Open", "Root", "os", "*os.File error", FILE, 0)
R("OpenDB", "", "database/sql", "*database/sql.DB", NO, 0)
R("OpenFile", "", "os", "*os.File error", FILE, 0)
R("OpenFile", "Root", "os", "*os.File error", FILE, 0)
R("OpenInRoot", "", "os", "*os.File error", FILE, 0)
R("OpenReader", "", "archive/zip", "*archive/zip.ReadCloser error", FILE, 0)
R("OpenRoot", "", "os", "*os.Root error", FILE, 0)
R("OpenRoot", "Root", "os", "*os.Root error", FILE, 0)
R("Pipe", "", "io", "*io.PipeReader *io.PipeWriter", NO, 0)
R("Pipe", "", "net", "net.Conn net.Conn", NO, 0)
R("Pipe", "", "os", "*os.File *os.File error", FILE, 0)
R("Post", "", "net/http", "*net/http.Response error", RESPONSE, 0)
R("Post", "Client", "net/http", "*net/http.Response error", RESPONSE, 0)
R("PostForm", "", "net/http", "*net/http.Response error", RESPONSE, 0)
R("PostForm", "Client", "net/http", "*net/http.Response error", RESPONSE, 0)
R("Prepare", "DB", "database/sql", "*database/sql.Stmt error", SQL, 0)
R("Prepare", "DB", "github.com/jmoiron/sqlx", "*database/sql.Stmt error", SQL,
  0)
R("Prepare", "Tx", "database/sql", "*database/sql.Stmt error", SQL, 0)
R("Prepare", "Tx", "github.com/jmoiron/sqlx", "*database/sql.Stmt error", SQL,
  0)
R("PrepareContext", "Conn", "database/sql", "*database/sql.Stmt error", SQL, 0)
R("PrepareContext", "DB", "database/sql", "*database/sql.Stmt error", SQL, 0)
R("PrepareContext", "DB", "github.com/jmoiron/sqlx", "*database/sql.Stmt error",
  SQL, 0)
R("PrepareContext", "Tx", "database/sql", "*database/sql.Stmt error", SQL, 0)
R("PrepareContext", "Tx", "github.com/jmoiron/sqlx", "*database/sql.Stmt error",
  SQL, 0)
R("PrepareNamed", "DB", "github.com/jmoiron/sqlx",
  "*github.com/jmoiron/sqlx.NamedStmt error", SQL, 0)
R("PrepareNamed", "Tx", "github.com/jmoiron/sqlx",
  "*github.com/jmoiron/sqlx.NamedStmt error", SQL, 0)
R("PrepareNamedContext", "DB", "github.com/jmoiron/sqlx",
  "*github.com/jmoiron/sqlx.NamedStmt error", SQL, 0)
R("PrepareNamedContext", "Tx", "github.com/jmoiron/sqlx",
  "*github.com/jmoiron/sqlx.NamedStmt error", SQL, 0)
R("Preparex", "DB", "github.com/jmoiron/sqlx",
  "*github.com/jmoiron/sqlx.Stmt error", SQL, 0)
R("Preparex", "Tx", "github.com/jmoiron/sqlx",
  "*github.com/jmoiron/sqlx.Stmt error", SQL, 0)
R("PreparexContext", "DB", "github.com/jmoiron/sqlx",
  "*github.com/jmoiron/sqlx.Stmt error", SQL, 0)
R("PreparexContext", "Tx", "github.com/jmoiron/sqlx",
  "*github.com/jmoiron/sqlx.Stmt error", SQL, 0)
R("Query", "Conn", "github.com/jackc/pgx/v4",
  "github.com/jackc/pgx/v4.Rows error", SQL, 0)
R("Query", "Conn", "github.com/jackc/pgx/v4/pgxpool",
  "github.com/jackc/pgx/v4.Rows error", SQL, 0)
R("Query", "Conn", "github.com/jackc/pgx/v5",
  "github.com/jackc/pgx/v5.Rows error", SQL, 0)
R("Query", "Conn", "github.com/jackc/pgx/v5/pgxpool",
  "github.com/jackc/pgx/v5.Rows error", SQL, 0)
R("Query", "Conn", "github.com/jmoiron/sqlx", "*database/sql.Rows error", SQL,
  0)
R("Query", "DB", "database/sql", "*database/sql.Rows error", SQL, 0)
R("Query", "DB", "github.com/jmoiron/sqlx", "*database/sql.Rows error", SQL, 0)
R("Query", "NamedStmt", "github.com/jmoiron/sqlx",
  "*github.com/jmoiron/sqlx.Rows error", SQL, 0)
R("Query", "Pool", "github.com/jackc/pgx/v4/pgxpool",
  "github.com/jackc/pgx/v4.Rows error", SQL, 0)
R("Query", "Pool", "github.com/jackc/pgx/v5/pgxpool",
  "github.com/jackc/pgx/v5.Rows error", SQL, 0)
R("Query", "Stmt", "database/sql", "*database/sql.Rows error", SQL, 0)
R("Query", "Stmt", "github.com/jmoiron/sqlx", "*database/sql.Rows error", SQL,
  0)
R("Query", "Tx", "database/sql", "*database/sql.Rows error", SQL, 0)
R("Query", "Tx", "github.com/jackc/pgx/v4",
  "github.com/jackc/pgx/v4.Rows error", SQL, 0)
R("Query", "Tx", "github.com/jackc/pgx/v5",
  "github.com/jackc/pgx/v5.Rows error", SQL, 0)
R("Query", "Tx", "github.com/jmoiron/sqlx", "*database/sql.Rows error", SQL, 0)
R("QueryContext", "Conn", "database/sql", "*database/sql.Rows error", SQL, 0)
R("QueryContext", "Conn", "github.com/jmoiron/sqlx", "*database/sql.Rows error",
  SQL, 0)
R("QueryContext", "DB", "database/sql", "*database/sql.Rows error", SQL, 0)
R("QueryContext", "DB", "github.com/jmoiron/sqlx", "*database/sql.Rows error",
  SQL, 0)
R("QueryContext", "Stmt", "database/sql", "*database/sql.Rows error", SQL, 0)
R("QueryContext", "Stmt", "github.com/jmoiron/sqlx", "*database/sql.Rows error",
  SQL, 0)
R("QueryContext", "Tx", "database/sql", "*database/sql.Rows error", SQL, 0)
R("QueryContext", "Tx", "github.com/jmoiron/sqlx", "*database/sql.Rows error",
  SQL, 0)
R("QueryRow", "Conn", "database/sql", "*database/sql.Row", NO, 0)
R("QueryRow", "DB", "database/sql", "*database/sql.Row", NO, 0)
R("QueryRow", "Stmt", "database/sql", "*database/sql.Row", NO, 0)
R("QueryRow", "Tx", "database/sql", "*database/sql.Row", NO, 0)
R("QueryRowContext", "Conn", "database/sql", "*database/sql.Row", NO, 0)
R("QueryRowContext", "DB", "database/sql", "*database/sql.Row", NO, 0)
R("QueryRowContext", "Stmt", "database/sql", "*database/sql.Row", NO, 0)
R("QueryRowContext", "Tx", "database/sql", "*database/sql.Row", NO, 0)
R("Queryx", "Conn", "github.com/jmoiron/sqlx",
  "*github.com/jmoiron/sqlx.Rows error", SQL, 0)
R("Queryx", "DB", "github.com/jmoiron/sqlx",
  "*github.com/jmoiron/sqlx.Rows error", SQL, 0)
R("Queryx", "NamedStmt", "github.com/jmoiron/sqlx",
  "*github.com/jmoiron/sqlx.Rows error", SQL, 0)
R("Queryx", "Stmt", "github.com/jmoiron/sqlx",
  "*github.com/jmoiron/sqlx.Rows error", SQL, 0)
R("Queryx", "Tx", "github.com/jmoiron/sqlx",
  "*github.com/jmoiron/sqlx.Rows error", SQL, 0)
R("QueryxContext", "Conn", "github.com/jmoiron/sqlx",
  "*github.com/jmoiron/sqlx.Rows error", SQL, 0)
R("QueryxContext", "DB", "github.com/jmoiron/sqlx",
  "*github.com/jmoiron/sqlx.Rows error", SQL, 0)
R("QueryxContext", "Stmt", "github.com/jmoiron/sqlx",
  "*github.com/jmoiron/sqlx.Rows error", SQL, 0)
R("QueryxContext", "Tx", "github.com/jmoiron/sqlx",
  "*github.com/jmoiron/sqlx.Rows error", SQL, 0)
R("RLocker", "RWMutex", "sync", "sync.Locker", NO, 0)
R("ReadFile", "", "os", "bytes error", NO, 0)
R("Result", "ResponseRecorder", "net/http/httptest", "*net/http.Response", NO,
  0)
R("RoundTrip", "RoundTripper", "net/http", "*net/http.Response error", RESPONSE,
  0)
R("RoundTrip", "Transport", "net/http", "*net/http.Response error", RESPONSE, 0)
R("Server", "", "crypto/tls", "*crypto/tls.Conn", NO, 0)
R("Since", "", "time", "time.Duration", NO, 0)
R("Start", "Tracer", "go.opentelemetry.io/otel/trace",
  "context.Context go.opentelemetry.io/otel/trace.Span", SPAN, 1)
R("StartProcess", "", "os", "*os.Process error", NO, 0)
R("StartSpan", "", "go.opencensus.io/trace",
  "context.Context *go.opencensus.io/trace.Span", SPAN, 1)
R("StartSpanWithRemoteParent", "", "go.opencensus.io/trace",
  "context.Context *go.opencensus.io/trace.Span", SPAN, 1)
R("Stat", "", "os", "io/fs.FileInfo error", NO, 0)
R("StderrPipe", "Cmd", "os/exec", "io.ReadCloser error", NO, 0)
R("StdinPipe", "Cmd", "os/exec", "io.WriteCloser error", NO, 0)
R("StdoutPipe", "Cmd", "os/exec", "io.ReadCloser error", NO, 0)
R("Stmt", "Tx", "database/sql", "*database/sql.Stmt", NO, 0)
R("StmtContext", "Tx", "database/sql", "*database/sql.Stmt", NO, 0)
R("TODO", "", "context", "context.Context", NO, 0)
R("TempDir", "", "io/ioutil", "string error", NO, 0)
R("TempFile", "", "io/ioutil", "*os.File error", FILE, 0)
R("Tick", "", "time", "chan", NO, 0)
R("Tracer", "", "go.opentelemetry.io/otel",
  "go.opentelemetry.io/otel/trace.Tracer", NO, 0)
R("Until", "", "time", "time.Duration", NO, 0)
R("UserHomeDir", "", "os", "string error", NO, 0)
R("WithCancel", "", "context", "context.Context func", CANCEL, 1)
R("WithCancelCause", "", "context", "context.Context func", CANCEL, 1)
R("WithContext", "", "golang.org/x/sync/errgroup",
  "*golang.org/x/sync/errgroup.Group context.Context", NO, 0)
R("WithContext", "Request", "net/http", "*net/http.Request", NO, 0)
R("WithDeadline", "", "context", "context.Context func", CANCEL, 1)
R("WithDeadlineCause", "", "context", "context.Context func", CANCEL, 1)
R("WithTimeout", "", "context", "context.Context func", CANCEL, 1)
R("WithTimeoutCause", "", "context", "context.Context func", CANCEL, 1)
R("WithValue", "", "context", "context.Context", NO, 0)
R("WithoutCancel", "", "context", "context.Context", NO, 0)
#endif
