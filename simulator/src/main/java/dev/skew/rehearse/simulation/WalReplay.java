package dev.skew.rehearse.simulation;

import dev.skew.world.fault.ConsensusTargets.Answer;
import dev.skew.world.kv.ClientRequest;
import dev.skew.world.kv.Operation;
import dev.skew.world.node.EtcdEntries;
import dev.skew.world.node.EtcdServer;
import dev.skew.world.raft.Entry;
import dev.skew.world.raft.RaftLog;
import dev.skew.world.topology.NodeId;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Writes that one member has appended and the leader's log contradicts, asked for again one after
 * the other, as a client would: each by a compare-and-set with what its key held before, so that a
 * key that somebody has changed since stays as it is.
 */
final class WalReplay {

  private final NodeId node;
  private final NodeId leader;
  private final RaftLog log;
  private final EtcdServer server;
  private final List<Entry> contradicted;
  private final ArrayDeque<Operation> open = new ArrayDeque<>();
  private final Map<String, Optional<String>> expected = new HashMap<>(); // looked up only
  private final Set<String> changed = new HashSet<>(); // looked up only
  private int proposed;
  private int skipped;
  private int unfit;

  /**
   * @param appended all that is in the node's WAL, in that order
   */
  WalReplay(NodeId node, List<Entry> appended, NodeId leader, EtcdObservation group) {
    this.node = node;
    this.leader = leader;
    this.server = Objects.requireNonNull(group.server(leader));
    this.log = server.state().log();
    this.contradicted =
        appended.stream()
            .filter(entry -> EtcdEntries.operationOf(entry.payload()) != null)
            .filter(this::isContradicted)
            .toList();
  }

  /**
   * An entry that the log has let go of is taken for one that it held. That terms agree says
   * nothing where two clusters have elected leaders of the same term.
   */
  private boolean isContradicted(Entry entry) {
    long index = entry.index();
    if (index < log.firstIndex()) {
      return false;
    }
    return index > log.lastIndex()
        || log.termAt(index) != entry.term()
        || log.entryAt(index).payload().fingerprint() != entry.payload().fingerprint();
  }

  /** Why there is nothing to do; empty when there is. */
  Optional<String> refusal() {
    return contradicted.isEmpty()
        ? Optional.of("nothing to replay: the log of " + leader + " has all that " + node + " has")
        : Optional.empty();
  }

  void run(OperatorConsole console, Answer answer) {
    long fork = contradicted.get(0).index();
    for (Entry entry : contradicted) {
      fork = Math.min(fork, entry.index());
    }
    for (Operation operation : log(fork)) {
      changed.addAll(operation.keys());
    }
    contradicted.forEach(
        entry -> open.add(Objects.requireNonNull(EtcdEntries.operationOf(entry.payload()))));
    goOn(console, answer);
  }

  /** What the leader's log holds of clients from an index on. */
  private List<Operation> log(long from) {
    List<Operation> operations = new ArrayList<>();
    for (long index = Math.max(from, log.firstIndex()); index <= log.lastIndex(); index++) {
      Operation operation = EtcdEntries.operationOf(log.entryAt(index).payload());
      if (operation != null) {
        operations.add(operation);
      }
    }
    return operations;
  }

  private void goOn(OperatorConsole console, Answer answer) {
    while (!open.isEmpty()) {
      Operation operation = open.removeFirst();
      Operation.CompareAndSet guarded = guarded(operation);
      if (guarded != null) {
        ask(guarded, console, answer);
        return;
      }
    }
    answer.onAnswer(
        true,
        ("%d entries of %s contradict the log of %s: %d proposed again, %d of keys changed since,"
                + " %d that no compare can guard")
            .formatted(contradicted.size(), node, leader, proposed, skipped, unfit));
  }

  /** The write with what must still be there, or null when it is not to be made. */
  private Operation.@Nullable CompareAndSet guarded(Operation operation) {
    if (!(operation instanceof Operation.Put) && !(operation instanceof Operation.CompareAndSet)) {
      unfit++;
      return null;
    }
    String key = operation.keys().get(0);
    if (changed.contains(key)) {
      skipped++;
      return null;
    }
    String held =
        expected
            .computeIfAbsent(key, unseen -> Optional.ofNullable(server.valueOf(unseen)))
            .orElse(null);
    if (operation instanceof Operation.CompareAndSet own) {
      if (!Objects.equals(own.expected(), held)) {
        skipped++;
        return null;
      }
      return own;
    }
    return new Operation.CompareAndSet(key, held, ((Operation.Put) operation).value());
  }

  private void ask(Operation.CompareAndSet write, OperatorConsole console, Answer answer) {
    console.ask(
        leader,
        id -> new ClientRequest(id, write, "", write.value().length()),
        "",
        (done, text) -> {
          if (done) {
            proposed++;
            expected.put(write.key(), Optional.of(write.value()));
          } else {
            skipped++;
            changed.add(write.key());
          }
          goOn(console, answer);
        });
  }
}
