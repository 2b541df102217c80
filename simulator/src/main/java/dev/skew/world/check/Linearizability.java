package dev.skew.world.check;

import dev.skew.kernel.SequenceMap;
import dev.skew.world.kv.Operation;
import dev.skew.world.kv.Outcome;
import dev.skew.world.workload.Completion;
import dev.skew.world.workload.Invocation;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Whether each key looks as if there were one copy of it, with one operation at a time.
 *
 * <p>Keys are judged apart, which is enough: a history is linearizable when it is so for each
 * object (Herlihy and Wing, "Linearizability: a correctness condition for concurrent objects",
 * 1990). So the halves of a transaction are each judged as a write of its key; that both take
 * effect at one instant is not. A comparison that failed is taken for an operation that did
 * nothing; that the values really differed is not judged.
 */
final class Linearizability implements Checker {

  /** Late answers are heard for the last so many writes that were given up. */
  private static final int GIVEN_UP = 10_000;

  private final CheckOptions options;
  private final Findings findings;
  private final Map<String, KeyHistory> keys = new HashMap<>();
  private final SequenceMap<List<Part>> underWay = new SequenceMap<>();
  private final Map<Long, List<Part>> givenUp = new LinkedHashMap<>();

  /** What an operation does to one of its keys. */
  private record Part(KeyHistory key, Call call) {}

  Linearizability(CheckOptions options, Findings findings) {
    this.options = options;
    this.findings = findings;
  }

  @Override
  public void onInvoked(Invocation invocation) {
    Operation operation = invocation.operation();
    if (operation instanceof Operation.Get get
        && !options.strongReads().contains(get.consistency())) {
      return;
    }
    List<String> names = operation.keys();
    if (names.size() == 1) {
      underWay.put(invocation.id(), List.of(begin(names.get(0), invocation)));
      return;
    }
    List<Part> parts = new ArrayList<>(names.size());
    for (int i = 0; i < names.size(); i++) {
      if (names.indexOf(names.get(i)) == i) {
        parts.add(begin(names.get(i), invocation));
      }
    }
    underWay.put(invocation.id(), parts);
  }

  @Override
  public void onCompleted(Invocation invocation, Completion completion) {
    List<Part> parts = underWay.remove(invocation.id());
    if (parts == null) {
      return;
    }
    findings.checked();
    for (int i = 0; i < parts.size(); i++) {
      Part part = parts.get(i);
      if (!part.key.end(part.call, completion)) {
        report(part, completion);
      }
      noteUndecided(part.key);
    }
    if (completion.outcome() == Outcome.UNKNOWN && invocation.operation().isWrite()) {
      if (givenUp.size() == GIVEN_UP) {
        givenUp.remove(givenUp.keySet().iterator().next());
      }
      givenUp.put(invocation.id(), parts);
    }
  }

  @Override
  public void onLateAnswer(Invocation invocation, Completion completion) {
    List<Part> parts = givenUp.remove(invocation.id());
    if (parts == null) {
      return;
    }
    for (Part part : parts) {
      if (!part.key.endLate(part.call, completion)) {
        report(part, completion);
      }
      noteUndecided(part.key);
    }
  }

  private Part begin(String name, Invocation invocation) {
    KeyHistory key = keys.get(name);
    if (key == null) {
      key = new KeyHistory(name, options.linearizabilityBudget());
      keys.put(name, key);
    }
    return new Part(key, key.begin(invocation));
  }

  private void noteUndecided(KeyHistory key) {
    if (key.isUndecided()) {
      findings.undecided(
          "more than "
              + options.linearizabilityBudget()
              + " possible orders of the operations on "
              + key.key
              + ": undecided from there on");
    }
  }

  private void report(Part part, Completion completion) {
    Operation operation = part.call.invocation.operation();
    String what =
        operation.isWrite()
            ? "the answer \"" + completion.outcome().label() + "\" to a write"
            : "a read of " + Stories.found(completion.values());
    String evidence =
        findings.wantsEvidence()
            ? Counterexample.of(part.key, part.call, options.linearizabilityBudget())
            : "";
    findings.violation(
        completion.atNanos(), "no order explains " + what + " on " + part.key.key, evidence);
  }
}
