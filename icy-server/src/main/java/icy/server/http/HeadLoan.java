package icy.server.http;

/**
 * What one connection has taken from the budget for the request whose head it reads or answers. Heads of the usual size
 * are free; without a limit on the others, a hundred thousand connections with the largest head each would need
 * gigabytes.
 *
 * <p>Thread: its connection's loop.
 */
final class HeadLoan {
    /** What browsers and players send is below this, cookies aside. */
    static final int FREE_BYTES = 2048;

    private final RequestBudget budget;
    private int lentBytes;

    HeadLoan(RequestBudget budget) {
        this.budget = budget;
    }

    /** @throws HttpError when there is no memory for a head of {@code headBytes} now */
    void raiseTo(int headBytes) {
        int moreBytes = headBytes - FREE_BYTES - lentBytes;
        if (moreBytes <= 0) {
            return;
        }
        if (!budget.tryTake(moreBytes)) {
            throw new HttpError(503, "Too many large requests are under way. Please try again in a moment.");
        }
        lentBytes += moreBytes;
    }

    void giveBack() {
        budget.give(lentBytes);
        lentBytes = 0;
    }
}
