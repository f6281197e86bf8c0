package dev.headrace.transforms.buckets;

import dev.headrace.transforms.records.Tally;
import dev.headrace.transforms.run.LedgerEntry.Account;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What tallies come to, account by account. */
final class TallySums {
  private final Map<Account, Long> sums = new EnumMap<>(Account.class);

  void add(Tally tally) {
    sums.merge(tally.account(), tally.amount(), tally.account()::merge);
  }

  /** One tally for every account that has any. */
  List<Tally> toList() {
    return sums.entrySet().stream().map(sum -> new Tally(sum.getKey(), sum.getValue())).toList();
  }
}
