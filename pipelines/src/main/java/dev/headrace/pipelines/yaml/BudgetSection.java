package dev.headrace.pipelines.yaml;

import dev.headrace.io.http.policy.Budget;

/** Reads {@code budget}: what the API allows all workers together. */
final class BudgetSection {
  static final Reader<Budget> READER =
      Settings.section(
          settings ->
              settings
                  .fill(Budget.unlimited())
                  .with("requests-per-second", Values.WHOLE, Budget::withRequestsPerSecond)
                  .with("requests-per-minute", Values.WHOLE, Budget::withRequestsPerMinute)
                  .with("concurrent-requests", Values.WHOLE, Budget::withConcurrentRequests)
                  .done());

  private BudgetSection() {}
}
