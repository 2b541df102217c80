package dev.skew.world.service;

import static org.assertj.core.api.Assertions.assertThat;

import dev.skew.kernel.SimTime;
import org.junit.jupiter.api.Test;

/** What Finagle's RetryBudget promises. */
class RetryBudgetTest {

  @Test
  void aShareOfTheRequestsMayBeRetried() {
    RetryBudget budget = new RetryBudget(settings(0.25, 0));

    deposit(budget, 0, 100);

    assertThat(withdrawals(budget, 0, 100)).isEqualTo(25);
  }

  @Test
  void aReserveIsThereForThoseWithFewRequests() {
    RetryBudget budget = new RetryBudget(settings(0.25, 2));

    assertThat(withdrawals(budget, 0, 100)).isEqualTo(20);
  }

  @Test
  void whatWasPaidInExpires() {
    RetryBudget budget = new RetryBudget(settings(0.25, 0));
    deposit(budget, 0, 100);

    int late = withdrawals(budget, 9 * SimTime.SECOND, 10);
    int tooLate = withdrawals(budget, 20 * SimTime.SECOND, 10);

    assertThat(late).isEqualTo(10);
    assertThat(tooLate).isZero();
  }

  @Test
  void withoutABudgetEveryRetryIsAllowed() {
    RetryBudget budget = new RetryBudget(RetryBudget.Settings.OFF);

    assertThat(withdrawals(budget, 0, 1_000)).isEqualTo(1_000);
  }

  private static RetryBudget.Settings settings(double share, double minPerSecond) {
    return new RetryBudget.Settings(true, share, minPerSecond, 10 * SimTime.SECOND);
  }

  private static void deposit(RetryBudget budget, long nowNanos, int times) {
    for (int i = 0; i < times; i++) {
      budget.deposit(nowNanos);
    }
  }

  private static int withdrawals(RetryBudget budget, long nowNanos, int tries) {
    int granted = 0;
    for (int i = 0; i < tries; i++) {
      granted += budget.tryWithdraw(nowNanos) ? 1 : 0;
    }
    return granted;
  }
}
