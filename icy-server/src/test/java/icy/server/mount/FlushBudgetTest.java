package icy.server.mount;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FlushBudgetTest {
    private final FlushBudget budget = new FlushBudget();

    @Test
    void fewListenersAreWrittenToTenTimesASecond() {
        join(500);
        assertThat(budget.intervalMillis()).isEqualTo(100);
    }

    @Test
    void thousandsAreWrittenToOnceASecond() {
        join(15_000);
        assertThat(budget.intervalMillis()).isEqualTo(1000);
    }

    @Test
    void aCountThatHoversAboutALimitChangesNothing() {
        join(501);
        assertThat(budget.intervalMillis()).isEqualTo(200);
        leave(100);
        assertThat(budget.intervalMillis()).isEqualTo(200);
        leave(60);
        assertThat(budget.intervalMillis()).isEqualTo(100);
    }

    @Test
    void writesASecondStayWithinTheBudgetUntilTheLongestInterval() {
        for (int listeners = 1; listeners <= 5_000; listeners++) {
            budget.joined();
            assertThat(listeners * 1000L / budget.intervalMillis()).isLessThanOrEqualTo(FlushBudget.WRITES_PER_SECOND);
        }
    }

    private void join(int listeners) {
        for (int i = 0; i < listeners; i++) {
            budget.joined();
        }
    }

    private void leave(int listeners) {
        for (int i = 0; i < listeners; i++) {
            budget.left();
        }
    }
}
