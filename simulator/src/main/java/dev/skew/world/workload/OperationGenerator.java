package dev.skew.world.workload;

import dev.skew.kernel.RandomSource;
import dev.skew.world.kv.Consistency;
import dev.skew.world.kv.Operation;
import dev.skew.world.kv.Outcome;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes up a client's operations from a random stream.
 *
 * <p>Every write has a value of its own, {@code client-number}, so that a value read tells which
 * write it came from. A compare-and-set expects what the client saw last under that key, and an
 * absent key when it never saw one.
 */
public final class OperationGenerator {

  private final String client;
  private final KeySpace keySpace;
  private final KeyPicker picker;
  private final RandomSource random;
  private final Consistency[] readLevels;
  private final double[] cumulative;
  private final @Nullable String[] keys;
  private final @Nullable String[] lastSeen;
  private long writeCount;

  public OperationGenerator(String client, WorkloadProfile profile, RandomSource random) {
    this.client = client;
    this.keySpace = profile.keySpace();
    this.picker = KeyPicker.of(keySpace);
    this.random = random;
    Map<Consistency, Double> reads = profile.mix().reads();
    readLevels = reads.keySet().toArray(new Consistency[0]);
    cumulative = cumulate(profile.mix(), readLevels);
    keys = new @Nullable String[keySpace.count()];
    lastSeen = new @Nullable String[profile.mix().compareAndSets() > 0 ? keySpace.count() : 0];
  }

  /** The next operation. */
  public Operation next() {
    double point = random.nextDouble() * cumulative[cumulative.length - 1];
    int kind = 0;
    while (kind < cumulative.length - 1 && point >= cumulative[kind]) {
      kind++;
    }
    int key = picker.next(random);
    int reads = readLevels.length;
    if (kind < reads) {
      return new Operation.Get(keyName(key), readLevels[kind]);
    }
    if (kind == reads) {
      return new Operation.Put(keyName(key), nextValue());
    }
    if (kind == reads + 1) {
      return new Operation.CompareAndSet(keyName(key), lastSeen[key], nextValue());
    }
    if (kind == reads + 2) {
      return new Operation.Delete(keyName(key));
    }
    return transaction(key);
  }

  /** A write that takes the place of versions that a read found side by side. */
  Operation merge(String key) {
    return new Operation.Put(key, nextValue());
  }

  /** Notes what the client learned, for the compare-and-sets to come. */
  void learn(Operation operation, Completion completion) {
    if (lastSeen.length == 0 || completion.outcome() == Outcome.UNKNOWN) {
      return;
    }
    List<String> values = completion.values();
    if (completion.outcome() == Outcome.FAILED) {
      // A store may say what stood in the way of a comparison.
      if (operation instanceof Operation.CompareAndSet write && !values.isEmpty()) {
        see(write.key(), values.get(0));
      }
    } else if (operation instanceof Operation.Get get) {
      see(get.key(), values.isEmpty() ? null : values.get(values.size() - 1));
    } else if (operation instanceof Operation.Put put) {
      see(put.key(), put.value());
    } else if (operation instanceof Operation.CompareAndSet write) {
      see(write.key(), write.value());
    } else if (operation instanceof Operation.Delete delete) {
      see(delete.key(), null);
    } else if (operation instanceof Operation.Transaction transaction) {
      for (Operation.Put put : transaction.puts()) {
        see(put.key(), put.value());
      }
    }
  }

  private void see(String key, @Nullable String value) {
    lastSeen[Integer.parseInt(key, keySpace.prefix().length(), key.length(), 10)] = value;
  }

  private Operation transaction(int first) {
    int second = picker.next(random);
    if (second == first) {
      second = (first + 1) % keySpace.count();
    }
    return new Operation.Transaction(
        List.of(
            new Operation.Put(keyName(first), nextValue()),
            new Operation.Put(keyName(second), nextValue())));
  }

  private String nextValue() {
    return client + "-" + ++writeCount;
  }

  private String keyName(int key) {
    String name = keys[key];
    if (name == null) {
      name = keySpace.prefix() + key;
      keys[key] = name;
    }
    return name;
  }

  private static double[] cumulate(OperationMix mix, Consistency[] readLevels) {
    double[] sums = new double[readLevels.length + 4];
    double sum = 0;
    int at = 0;
    for (double weight : mix.reads().values()) {
      sum += weight;
      sums[at++] = sum;
    }
    sums[at++] = sum += mix.writes();
    sums[at++] = sum += mix.compareAndSets();
    sums[at++] = sum += mix.deletes();
    sums[at] = sum + mix.transactions();
    return sums;
  }
}
