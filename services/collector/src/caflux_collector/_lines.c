/* Line protocol of numbers, as encode_numbers() of caflux_storage writes it: the engine's hottest loop.
 *
 * The shortest text of a double is orjson's business; this joins the PVs' names, these texts, alarms and times.
 */
#include <math.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

enum { MOST_DIGITS = 20 };

static char *put(char *to, const char *text, size_t length) {
    memcpy(to, text, length);
    return to + length;
}

static char *put_number(char *to, uint64_t number) {
    char digits[MOST_DIGITS], *first = digits + MOST_DIGITS;
    do {
        *--first = (char)('0' + number % 10);
        number /= 10;
    } while (number);
    return put(to, first, (size_t)(digits + MOST_DIGITS - first));
}

static char *put_special(char *to, double value) {
    if (isnan(value)) return put(to, "special=\"nan\"", 13);
    return value > 0 ? put(to, "special=\"inf\"", 13) : put(to, "special=\"-inf\"", 14);
}

/* Write n lines and give their length.
 *
 * names: what the PVs' lines begin with, one after the other; that of slot s is length[s] bytes at start[s].
 * texts: the values as a JSON array of numbers; what stands for one that is not finite is left out.
 * time: ns since 1970.
 * out: has room for the names and ROOM (lines.py) bytes a line.
 */
size_t caflux_lines(const char *names, const uint64_t *start, const uint32_t *length, size_t n,
                    const uint32_t *slot, const int64_t *time, const double *value, const char *texts,
                    const uint8_t *severity, const uint16_t *status, char *out) {
    char *to = out;
    const char *text = texts + 1;
    for (size_t i = 0; i < n; i++) {
        const char *end = text;
        while (*end != ',' && *end != ']') end++;
        to = put(to, names + start[slot[i]], length[slot[i]]);
        if (isfinite(value[i])) to = put(put(to, "value=", 6), text, (size_t)(end - text));
        else to = put_special(to, value[i]);
        if (severity[i] || status[i]) {
            to = put_number(put(to, ",severity=", 10), severity[i]);
            to = put_number(put(to, "i,status=", 9), status[i]);
            *to++ = 'i';
        }
        *to++ = ' ';
        if (time[i] < 0) *to++ = '-';
        to = put_number(to, time[i] < 0 ? 0 - (uint64_t)time[i] : (uint64_t)time[i]);
        *to++ = '\n';
        text = end + 1;
    }
    return (size_t)(to - out);
}
