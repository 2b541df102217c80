package dev.skew.world.quorum;

import dev.skew.world.topology.NodeId;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * Which nodes keep a key: consistent hashing with virtual nodes (Dynamo section 4.2). Immutable and
 * shared by all nodes of a store.
 *
 * <p>A key belongs to the first token at or after its hash; the preference list is the distinct
 * nodes met from there on clockwise. The tokens come from the nodes' names, so that one more node
 * moves as little as it must.
 */
public final class HashRing {

  private final List<NodeId> members;
  private final int[] placeByIndex;
  private final long[] tokens;
  private final int[] owners;
  private final int[][] preferences;

  /**
   * @param members in any order; their places on the ring are by {@link NodeId#index}
   */
  public HashRing(List<NodeId> members, StoreSettings settings) {
    if (members.isEmpty()) {
      throw new IllegalArgumentException("a store needs at least one node");
    }
    this.members = members.stream().sorted().toList();
    int highest = this.members.get(members.size() - 1).index();
    placeByIndex = new int[highest + 1];
    Arrays.fill(placeByIndex, -1);
    for (int place = 0; place < this.members.size(); place++) {
      placeByIndex[this.members.get(place).index()] = place;
    }

    List<Token> all = new ArrayList<>();
    for (int place = 0; place < this.members.size(); place++) {
      for (int vnode = 0; vnode < settings.vnodes(); vnode++) {
        all.add(new Token(Hashing.of(this.members.get(place).name() + "#" + vnode), place));
      }
    }
    all.sort(Comparator.comparingLong(Token::value).thenComparingInt(Token::place));
    tokens = all.stream().mapToLong(Token::value).toArray();
    owners = all.stream().mapToInt(Token::place).toArray();

    preferences = new int[tokens.length][];
    for (int range = 0; range < tokens.length; range++) {
      preferences[range] = walk(range, Math.min(settings.maxCopies(), members.size()));
    }
  }

  private record Token(long value, int place) {}

  /** The store's nodes, by index. */
  public List<NodeId> members() {
    return members;
  }

  /** How many key ranges the tokens make. */
  public int rangeCount() {
    return tokens.length;
  }

  /** The range that a key falls into. */
  public int rangeOf(String key) {
    int place = Arrays.binarySearch(tokens, Hashing.of(key));
    int range = place < 0 ? -place - 1 : place;
    return range == tokens.length ? 0 : range;
  }

  /** The nodes that keep a key, first the one that comes first. */
  public List<NodeId> replicasOf(String key, int copies) {
    List<NodeId> replicas = new ArrayList<>();
    for (int place : walk(rangeOf(key), Math.min(copies, members.size()))) {
      replicas.add(members.get(place));
    }
    return replicas;
  }

  /**
   * The places of the nodes that keep a range; longer than asked for when a keyspace keeps more.
   */
  int[] preference(int range) {
    return preferences[range];
  }

  /** The places of the first distinct nodes met from a range's token on. */
  int[] walk(int range, int count) {
    int[] places = new int[count];
    int found = 0;
    for (int step = 0; found < count; step++) {
      int owner = owners[(range + step) % owners.length];
      boolean met = false;
      for (int i = 0; i < found; i++) {
        met |= places[i] == owner;
      }
      if (!met) {
        places[found++] = owner;
      }
    }
    return places;
  }

  /** The place of a node, or -1 for one that is no member. */
  int placeOf(NodeId node) {
    return node.index() < placeByIndex.length ? placeByIndex[node.index()] : -1;
  }

  NodeId at(int place) {
    return members.get(place);
  }

  int size() {
    return members.size();
  }
}
