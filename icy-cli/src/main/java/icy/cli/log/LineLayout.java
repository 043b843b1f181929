package icy.cli.log;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.LayoutBase;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;

/**
 * One line an event: {@code 2026-11-21 20:15:00.123 INFO  mount /stream: on air}. A fault's cause is the end of its line;
 * its trace follows only where traces are wanted.
 *
 * <p>Control characters are escaped: what a stranger sends can become part of a message, and must not begin a line of its
 * own or speak to the terminal.
 *
 * <p>Thread: any.
 */
final class LineLayout extends LayoutBase<ILoggingEvent> {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS");

    private final ZoneId zone;
    private final boolean traces;
    private final boolean colours;

    LineLayout(ZoneId zone, boolean traces, boolean colours) {
        this.zone = zone;
        this.traces = traces;
        this.colours = colours;
    }

    @Override
    public String doLayout(ILoggingEvent event) {
        StringBuilder line = new StringBuilder(160);
        TIME.formatTo(Instant.ofEpochMilli(event.getTimeStamp()).atZone(zone), line);
        line.append(' ').append(level(event.getLevel())).append(' ');
        escape(event.getFormattedMessage(), line);
        IThrowableProxy fault = event.getThrowableProxy();
        if (fault != null) {
            String name = fault.getClassName();
            line.append(" (").append(name.substring(name.lastIndexOf('.') + 1));
            if (fault.getMessage() != null) {
                escape(": " + fault.getMessage(), line);
            }
            line.append(')');
        }
        line.append('\n');
        if (fault != null && traces) {
            line.append(ThrowableProxyUtil.asString(fault)).append('\n');
        }
        return line.toString();
    }

    private String level(Level level) {
        String name = level.toString().length() == 4 ? level + " " : level.toString();
        if (!colours) {
            return name;
        }
        int colour = level.isGreaterOrEqual(Level.ERROR) ? 31 : level.isGreaterOrEqual(Level.WARN) ? 33 : 36;
        return "\033[" + colour + "m" + name + "\033[0m";
    }

    private static void escape(String message, StringBuilder into) {
        for (int i = 0; i < message.length(); i++) {
            char c = message.charAt(i);
            if (c == '\n') {
                into.append("\\n");
            } else if (Character.isISOControl(c)) {
                into.append("\\x%02x".formatted((int) c));
            } else {
                into.append(c);
            }
        }
    }
}
