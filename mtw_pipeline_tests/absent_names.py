"""Modules and functions of Python that Windows lacks.

What belongs here: their names. What does not: looking for them in the package (graph/test_other_systems.py), and
running it without them (other_system.py).
"""

ABSENT_MODULES = {
    "crypt", "curses", "dbm.gnu", "fcntl", "grp", "nis", "ossaudiodev", "posix", "pty", "pwd", "readline", "resource",
    "spwd", "syslog", "termios", "tty",
}  # fmt: skip
ABSENT_NAMES = {
    "os": {
        "O_CLOEXEC", "O_DIRECTORY", "O_NOFOLLOW", "O_NONBLOCK", "O_SYNC", "chown", "chroot", "confstr", "ctermid",
        "execl", "execle", "execlp", "execv", "execve", "execvp", "fchdir", "fchmod", "fchown", "fork", "forkpty",
        "fpathconf", "fstatvfs", "getegid", "geteuid", "getgid", "getgroups", "getloadavg", "getpgid", "getpgrp",
        "getpriority", "getsid", "getuid", "kill", "killpg", "lchmod", "lchown", "lockf", "mkfifo", "mknod", "nice",
        "openpty", "pathconf", "pipe2", "posix_fadvise", "posix_fallocate", "posix_spawn", "pread", "pwrite",
        "readlink", "register_at_fork", "sched_getaffinity", "sched_setaffinity", "sendfile", "setgid", "setpgid",
        "setpriority", "setsid", "setuid", "statvfs", "symlink", "sync", "sysconf", "tcgetpgrp", "ttyname", "uname",
        "wait", "wait3", "wait4", "waitid", "waitpid",
    },
    "signal": {
        "ITIMER_REAL", "SIGALRM", "SIGCHLD", "SIGHUP", "SIGKILL", "SIGPIPE", "SIGQUIT", "SIGTSTP", "SIGUSR1",
        "SIGUSR2", "alarm", "pause", "pthread_kill", "pthread_sigmask", "setitimer", "sigwait",
    },
    "socket": {"AF_UNIX", "SO_REUSEADDR", "SO_REUSEPORT", "socketpair"},
    "time": {"clock_gettime", "tzset"},
    "asyncio": {"add_signal_handler"},
}  # fmt: skip
"""Names that are not there on Windows, or mean something else there (os.kill ends the process, whatever the signal)."""
