package icy.server.state;

import java.sql.SQLException;
import java.util.Optional;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

/**
 * What SQLite says of a file that it cannot work with, in words for an operator.
 *
 * <p>Thread: any.
 */
enum SqliteFault {
    FULL("the disk is full"),
    UNWRITABLE("it cannot be written"),
    UNREADABLE("the disk does not read or write it"),
    DAMAGED("it is damaged"),
    BUSY("another program keeps it locked");

    private static final int PRIMARY_CODE = 0xff; // the rest of an extended code says which system call it was

    private final String words;

    SqliteFault(String words) {
        this.words = words;
    }

    String words() {
        return words;
    }

    /** The fault that {@code failure} comes from; empty for mistakes in a statement and for what is no fault of a file. */
    static Optional<SqliteFault> in(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLiteException sqlite) {
                return of(sqlite);
            }
        }
        return Optional.empty();
    }

    /** As {@link #in}, in a sentence about the file of that name. */
    static String sentence(String file, Throwable failure) {
        return in(failure)
                .map(fault -> "%s: %s".formatted(file, fault.words()))
                .orElseGet(() -> "%s: %s".formatted(file, failure.getMessage()));
    }

    private static Optional<SqliteFault> of(SQLException failure) {
        SQLiteErrorCode code = SQLiteErrorCode.getErrorCode(failure.getErrorCode() & PRIMARY_CODE);
        return switch (code) {
            case SQLITE_FULL -> Optional.of(FULL);
            case SQLITE_READONLY, SQLITE_CANTOPEN, SQLITE_PERM -> Optional.of(UNWRITABLE);
            case SQLITE_IOERR -> Optional.of(UNREADABLE);
            case SQLITE_CORRUPT, SQLITE_NOTADB -> Optional.of(DAMAGED);
            case SQLITE_BUSY, SQLITE_LOCKED -> Optional.of(BUSY);
            default -> Optional.empty();
        };
    }
}
