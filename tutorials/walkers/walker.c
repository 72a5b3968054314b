/* A page walker by the processor's rules, to be graded:
 *     cc -std=c99 -O2 -o walker walker.c && mmuviz grade --walker ./walker
 * One state a line comes in, one answer a line goes out: docs/walker-protocol.md. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { P = 1, W = 2, U = 4, A = 1 << 5, D = 1 << 6, PS = 1 << 7, LEVELS = 4 };
static const uint64_t NX = UINT64_C(1) << 63;

struct entry { uint64_t address, value; };

struct state {
    char mode[8];
    uint64_t gva, cr3, pdptrs[4];
    int write, user, fetch, wp, pse, nxe, smep, smap, ac, width, entries;
    struct entry memory[LEVELS];
};

/* The bits high down to low. */
static uint64_t bits(int high, int low) {
    return high < low ? 0 : (~UINT64_C(0) >> (63 - high)) & (~UINT64_C(0) << low);
}

static int least(int one, int other) { return one < other ? one : other; }

/* What is not listed in the state reads as 0. */
static uint64_t read_entry(const struct state *s, uint64_t address) {
    for (int i = 0; i < s->entries; i++)
        if (s->memory[i].address == address) return s->memory[i].value;
    return 0;
}

/* The bits that must be 0 in a present entry. */
static uint64_t reserved(const struct state *s, int shift, int large) {
    if (s->mode[0] == 'x') {
        int low = least(s->width, 40) - 19;
        return large ? bits(21, low < 13 ? 13 : low) : 0;
    }
    uint64_t mask = bits(s->mode[0] == 'p' ? 62 : 51, s->width);
    if (!s->nxe) mask |= NX;
    if (shift == 39) mask |= PS;
    return large ? mask | bits(shift - 1, 13) : mask;
}

static int fault(const char *outcome, int code) {
    return printf(" %s code=0x%x\n", outcome, code);
}

/* Print the answer behind its number. */
static int walk(const struct state *s) {
    int x32 = s->mode[0] == 'x', pae = s->mode[0] == 'p';
    int shift = x32 ? 22 : pae ? 30 : 39, top = shift, large = 0, used = 0;
    int writable = 1, user = 1, no_execute = 0;
    int code = W * s->write | U * s->user;
    struct entry path[LEVELS] = {{0, 0}};
    uint64_t frame = bits(x32 ? 31 : 51, 12), table = s->cr3 & frame;
    if (s->fetch && (s->smep || (s->nxe && !x32))) code |= 16;
    for (;; shift -= x32 ? 10 : 9) {
        int width = x32 ? 10 : pae && shift == top ? 2 : 9;
        uint64_t index = s->gva >> shift & bits(width - 1, 0);
        if (pae && shift == top) { /* a register: P alone counts, nothing is written */
            if (!(s->pdptrs[index] & P)) return fault("not_present", code);
            table = s->pdptrs[index] & frame;
            continue;
        }
        uint64_t address = table + index * (x32 ? 4 : 8), entry = read_entry(s, address);
        if (!(entry & P)) return fault("not_present", code);
        large = (entry & PS) && (shift == 21 || shift == 30 || (shift == 22 && s->pse));
        if (entry & reserved(s, shift, large)) return fault("reserved_bit", code | P | 8);
        writable = writable && (entry & W);
        user = user && (entry & U);
        no_execute = no_execute || (!x32 && (entry & NX));
        path[used].address = address;
        path[used++].value = entry;
        if (large || shift == 12) break;
        table = entry & frame;
    }
    /* The path is complete: rights are judged once, over all of it. */
    if ((s->write && !writable && (s->user || s->wp)) || (s->user && !user) ||
        (s->fetch && no_execute) ||
        (!s->user && user && (s->fetch ? s->smep : s->smap && !s->ac)))
        return fault("access_error", code | P);
    uint64_t leaf = path[used - 1].value;
    uint64_t gpa = (leaf & frame & ~bits(shift - 1, 0)) | (s->gva & bits(shift - 1, 0));
    if (shift == 22) gpa |= (leaf & bits(least(s->width, 40) - 20, 13)) << 19; /* PSE-36 */
    printf(" mapped gpa=0x%" PRIx64, gpa);
    for (int i = 0; i < used; i++) {
        uint64_t set = A | (s->write && i == used - 1 ? D : 0);
        printf(" 0x%" PRIx64 "=0x%" PRIx64, path[i].address, path[i].value | set);
    }
    return printf("\n");
}

/* Read a state; 1 where the line is one. */
static int read_state(const char *line, struct state *s, unsigned *number) {
    int end = 0;
    uint64_t *r = s->pdptrs;
    memset(s, 0, sizeof *s);
    sscanf(line,
           "%u mode=%7s gva=%" SCNx64 " write=%d user=%d fetch=%d cr3=%" SCNx64
           " wp=%d pse=%d nxe=%d smep=%d smap=%d ac=%d maxphyaddr=%d pdptrs=%" SCNx64
           ",%" SCNx64 ",%" SCNx64 ",%" SCNx64 "%n",
           number, s->mode, &s->gva, &s->write, &s->user, &s->fetch, &s->cr3, &s->wp, &s->pse,
           &s->nxe, &s->smep, &s->smap, &s->ac, &s->width, r, r + 1, r + 2, r + 3, &end);
    if (!end) return 0;
    line += end;
    for (; s->entries < LEVELS; s->entries++, line += end) {
        struct entry *e = &s->memory[s->entries];
        if (sscanf(line, " %" SCNx64 "=%" SCNx64 "%n", &e->address, &e->value, &end) != 2) break;
    }
    return 1;
}

int main(void) {
    static char line[1024];
    static struct state state;
    unsigned number;
    while (fgets(line, sizeof line, stdin)) {
        if (!read_state(line, &state, &number)) return EXIT_FAILURE;
        printf("%u", number);
        walk(&state);
        fflush(stdout); /* after each line, or nobody hears you */
    }
    return EXIT_SUCCESS;
}
