package icy.server.queue;

import icy.server.http.HttpError;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.Period;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoField;
import java.time.temporal.TemporalAccessor;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What is to take a queue's place at a set time: a copy of another queue, or of a template, as it is then.
 *
 * <p>The time is that of a clock on the wall of a zone. One that clocks skip in spring comes an hour later; of one that
 * they show twice in autumn the first is meant, unless the offset beside it says otherwise.
 *
 * <p>Thread: any.
 *
 * @param id for life
 * @param queue whose place it is; it need not be there yet
 * @param fromTemplate whether {@code source} is a template rather than a queue
 * @param local the first time of all
 * @param due the next time
 */
record Activation(
        long id,
        String queue,
        boolean fromTemplate,
        String source,
        LocalDateTime local,
        ZoneId zone,
        Every every,
        Instant due) {

    /** How often. */
    enum Every {
        ONCE(Period.ZERO),
        DAY(Period.ofDays(1)),
        WEEK(Period.ofDays(7));

        private final Period step;

        Every(Period step) {
            this.step = step;
        }

        static Every parse(@Nullable String text) {
            if (text == null) {
                return ONCE;
            }
            for (Every every : values()) {
                if (every.text().equals(text)) {
                    return every;
                }
            }
            throw new HttpError(422, "every is once, day or week, not \"%s\".".formatted(text));
        }

        String text() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * The moment it is for: the time and where that is.
     *
     * @param offset which of the two moments is meant when clocks show the time twice; null if that was not said
     */
    record Moment(
            LocalDateTime local, ZoneId zone, @Nullable ZoneOffset offset) {
        private static final int LAST_YEAR = 9_999;

        /**
         * Reads {@code 2026-03-29T07:00+01:00}, {@code 2026-03-29T07:00[Europe/Berlin]}, both as in {@code
         * 2026-10-25T02:30+01:00[Europe/Berlin]}, or a time without either and a zone beside it.
         */
        static Moment parse(@Nullable String at, @Nullable String zone) {
            if (at == null) {
                throw new HttpError(422, "Say at which time, like {\"at\": \"2026-03-29T07:00[Europe/Berlin]\"}.");
            }
            Moment moment = read(at, zone);
            int year = moment.local().getYear();
            if (year < 0 || year > LAST_YEAR) {
                throw new HttpError(422, "A year has four digits: \"%s\" is too far away.".formatted(at));
            }
            return moment;
        }

        private static Moment read(String at, @Nullable String zone) {
            try {
                if (zone != null) {
                    return new Moment(LocalDateTime.parse(at), ZoneId.of(zone), null);
                }
                int bracket = at.indexOf('[');
                if (bracket > 0 && at.endsWith("]")) {
                    return read(at.substring(0, bracket), ZoneId.of(at.substring(bracket + 1, at.length() - 1)));
                }
                ZonedDateTime whole = ZonedDateTime.parse(at);
                return new Moment(whole.toLocalDateTime(), whole.getZone(), null);
            } catch (DateTimeParseException e) {
                throw new HttpError(
                        422,
                        "\"%s\" is no time of a zone: write it like 2026-03-29T07:00[Europe/Berlin] or 2026-03-29T07:00+01:00, or say the \"zone\" beside it."
                                .formatted(at));
            } catch (DateTimeException e) {
                throw new HttpError(422, "There is no such time zone: write one like Europe/Berlin.");
            }
        }

        private static Moment read(String at, ZoneId zone) {
            TemporalAccessor read = DateTimeFormatter.ISO_DATE_TIME.parse(at);
            LocalDateTime local = LocalDateTime.from(read);
            if (!read.isSupported(ChronoField.OFFSET_SECONDS)) {
                return new Moment(local, zone, null);
            }
            ZoneOffset offset = ZoneOffset.from(read);
            if (!zone.getRules().isValidOffset(local, offset)) {
                throw new HttpError(422, "%s is never %s from Greenwich at that time.".formatted(zone, offset));
            }
            return new Moment(local, zone, offset);
        }

        Instant instant() {
            return ZonedDateTime.ofLocal(local, zone, offset).toInstant();
        }
    }

    static Activation of(
            long id, String queue, boolean fromTemplate, String source, Moment moment, Every every, Instant now) {
        Activation first =
                new Activation(id, queue, fromTemplate, source, moment.local(), moment.zone(), every, moment.instant());
        if (!first.due.isAfter(now)) {
            if (every == Every.ONCE) {
                throw new HttpError(422, "That time has passed: it is %s.".formatted(now.atZone(moment.zone())));
            }
            return first.after(now);
        }
        return first;
    }

    /** The newest of its times that {@code now} is not before, if one has come. */
    Instant lastTime(Instant now) {
        if (every == Every.ONCE) {
            return due;
        }
        ZonedDateTime next = after(now).due.atZone(zone);
        return next.toLocalDateTime().minus(every.step).atZone(zone).toInstant();
    }

    /** The same for the next time after {@code now}. Days are counted by the calendar, whatever their length. */
    Activation after(Instant now) {
        ZonedDateTime present = now.atZone(zone);
        LocalDateTime next = local;
        long days = Duration.between(local, present.toLocalDateTime()).toDays() - 1;
        if (days > 0) {
            next = next.plusDays(days - days % every.step.getDays());
        }
        while (!next.atZone(zone).toInstant().isAfter(now)) {
            next = next.plus(every.step);
        }
        return new Activation(
                id,
                queue,
                fromTemplate,
                source,
                local,
                zone,
                every,
                next.atZone(zone).toInstant());
    }
}
