package dev.skew.world.quorum;

import dev.skew.kernel.RandomSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What makes a node Byzantine (Lamport, Shostak and Pease 1982): it holds what it was given and
 * tells others something else. It lies in what it says of its own copies, where others can catch
 * it; what it does for its own clients is done honestly. Liars do not agree on their lies.
 */
final class Liar {

  private final StoreContext context;
  private StoreLies lies = StoreLies.NONE;
  private @Nullable RandomSource random;

  /** The value before the last of each key, since the lies began. */
  private final Map<String, String> outdated = new HashMap<>(); // never iterated

  Liar(StoreContext context) {
    this.context = context;
  }

  /** The liar of the next life, as bad as this one. */
  Liar(StoreContext context, Liar former) {
    this.context = context;
    this.lies = former.lies;
    this.random = former.random;
  }

  /**
   * @param stream of its own, so that a liar draws nothing that an honest node would draw
   */
  void lie(StoreLies now, RandomSource stream) {
    lies = now;
    random = stream;
    if (!now.stale()) {
      outdated.clear();
    }
  }

  /** The node takes another row in the place of this one. */
  void replaced(String key, Row row) {
    if (lies.stale() && row.values().size() == 1) {
      outdated.put(key, row.values().get(0));
    }
  }

  /** What it answers when it holds this row. */
  @Nullable Row answer(int to, String key, @Nullable Row row) {
    if (random == null || row == null || lies.probability() == 0) {
      return row;
    }
    List<String> ways = ways(key, row);
    if (ways.isEmpty() || !random.nextBoolean(lies.probability())) {
      return row;
    }
    String way = ways.get(random.nextInt(ways.size()));
    Row lie = row.forged(value -> way.equals("stale") ? old(key) : value + "~" + context.self);
    context.record(new StoreEvent.LieTold(context.self, context.ring.at(to), key, way));
    return lie;
  }

  /**
   * Which leaf of a tree it falsifies in a comparison that it begins now or is asked for, or -1. It
   * keeps to its story: when it has to show the rows of that leaf, it does so with the false hash.
   */
  int falsifiedLeaf(int to, int keyspace, int range) {
    if (random == null || !lies.digests() || !random.nextBoolean(lies.probability())) {
      return -1;
    }
    String subject = subject(context, keyspace, range);
    context.record(new StoreEvent.LieTold(context.self, context.ring.at(to), subject, "digest"));
    return random.nextInt(context.settings.repair().trees().leaves());
  }

  /** How events name a tree. */
  static String subject(StoreContext context, int keyspace, int range) {
    return "range %d of %s".formatted(range, context.keyspace(keyspace).name());
  }

  private List<String> ways(String key, Row row) {
    List<String> ways = new ArrayList<>();
    List<Claim> claims = row.claims();
    String newest = claims.isEmpty() ? null : claims.get(claims.size() - 1).value();
    if (newest == null) {
      return ways; // a deletion has no value
    }
    if (lies.values()) {
      ways.add("value");
    }
    if (lies.stale() && outdated.containsKey(key) && !newest.equals(outdated.get(key))) {
      ways.add("stale");
    }
    return ways;
  }

  private String old(String key) {
    return Objects.requireNonNull(outdated.get(key));
  }
}
