package dev.skew.world.check;

import dev.skew.world.topology.NodeId;
import java.util.ArrayList;
import java.util.List;

/** Consensus nodes that hold whatever a test puts into them. */
final class FakeConsensus implements ConsensusView {

  /** A node's log entry; its request doubles as its content. */
  record Item(long term, long request) {}

  static final class Member {
    boolean up = true;
    boolean leader;
    long life = 1;
    long term = 1;
    long commit;
    long first = 1;
    long snapshotTerm;
    List<Item> log = new ArrayList<>();

    Member append(long term, long request) {
      log.add(new Item(term, request));
      return this;
    }

    Member commit(long index) {
      commit = index;
      return this;
    }

    Member term(long number) {
      term = number;
      return this;
    }

    Member lead(long number) {
      term = number;
      leader = true;
      return this;
    }

    Member compact(long newFirst) {
      snapshotTerm = log.get((int) (newFirst - 1 - first)).term();
      log = new ArrayList<>(log.subList((int) (newFirst - first), log.size()));
      first = newFirst;
      return this;
    }
  }

  private final List<NodeId> ids = new ArrayList<>();
  private final List<Member> members = new ArrayList<>();
  private final List<Violation> violations = new ArrayList<>();
  private final CheckSuite suite = new CheckSuite(CheckOptions.forConsensus(), violations::add);

  FakeConsensus(int count) {
    for (int i = 0; i < count; i++) {
      ids.add(new NodeId(i, "n" + i));
      members.add(new Member());
    }
    suite.watch(this);
  }

  Member member(int number) {
    return members.get(number);
  }

  CheckSuite suite() {
    return suite;
  }

  /** Shows nodes to the checkers, one after the other. */
  FakeConsensus show(int... numbers) {
    for (int number : numbers) {
      suite.onNodeChanged(1_000, ids.get(number));
    }
    return this;
  }

  List<String> broken() {
    return violations.stream().map(Violation::invariant).toList();
  }

  List<Violation> violations() {
    return violations;
  }

  @Override
  public List<NodeId> members() {
    return ids;
  }

  @Override
  public boolean isUp(NodeId node) {
    return of(node).up;
  }

  @Override
  public long life(NodeId node) {
    return of(node).life;
  }

  @Override
  public boolean isLeader(NodeId node) {
    return of(node).leader;
  }

  @Override
  public long term(NodeId node) {
    return of(node).term;
  }

  @Override
  public long commitIndex(NodeId node) {
    return of(node).commit;
  }

  @Override
  public long firstIndex(NodeId node) {
    return of(node).first;
  }

  @Override
  public long lastIndex(NodeId node) {
    return of(node).first + of(node).log.size() - 1;
  }

  @Override
  public long termAt(NodeId node, long index) {
    return index == of(node).first - 1 ? of(node).snapshotTerm : item(node, index).term();
  }

  @Override
  public long fingerprintAt(NodeId node, long index) {
    return item(node, index).term() * 1_000_003 + item(node, index).request();
  }

  @Override
  public long requestAt(NodeId node, long index) {
    return item(node, index).request();
  }

  private Item item(NodeId node, long index) {
    return of(node).log.get((int) (index - of(node).first));
  }

  private Member of(NodeId node) {
    return members.get(node.index());
  }
}
