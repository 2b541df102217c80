package dev.skew.rehearse.simulation;

import dev.skew.kernel.TraceEvent;
import dev.skew.rehearse.simulation.Report.Level;
import dev.skew.rehearse.simulation.Report.TimelineEntry;
import dev.skew.world.check.Violation;
import dev.skew.world.fault.FaultEvent;
import dev.skew.world.network.NetworkEvent;
import dev.skew.world.node.EtcdLogged;
import dev.skew.world.node.MachineChanged;
import dev.skew.world.node.ProcessPanicked;
import dev.skew.world.node.VersionStarted;
import dev.skew.world.node.VoteEvent;
import dev.skew.world.node.WritesLost;
import dev.skew.world.quorum.StoreEvent;
import dev.skew.world.raft.RaftNotice;
import dev.skew.world.raft.Role;
import dev.skew.world.replica.ReplicaEvent;
import dev.skew.world.service.ServiceEvent;
import dev.skew.world.topology.NodeId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Picks from the trace what a person should read, and says it in a line each. */
final class TimelineWriter {

  private static final int MOST_LINES = 400;

  /** Of each invariant. */
  private static final int MOST_VIOLATIONS = 5;

  private final List<TimelineEntry> entries = new ArrayList<>();
  private final Map<String, Integer> violations = new LinkedHashMap<>();
  private final ServiceLines services = new ServiceLines();
  private final ByzantineLines byzantine = new ByzantineLines();
  private long campaigns;
  private long conflicts;
  private long queuedConflicts;
  private long differingHashes;
  private long omitted;

  void onTraceEvent(long atNanos, TraceEvent event) {
    if (event instanceof NetworkEvent) {
      return; // none of it for people
    }
    if (event instanceof FaultEvent fault) {
      onFault(atNanos, fault);
    } else if (event instanceof EtcdLogged logged) {
      onRaft(atNanos, logged.node(), logged.notice());
    } else if (event instanceof ReplicaEvent replicaEvent) {
      ReplicaSentences.of(replicaEvent).ifPresent(line -> add(atNanos, line.level(), line.text()));
    } else if (event instanceof MachineChanged changed) {
      onMachine(atNanos, changed);
    } else if (event instanceof ProcessPanicked panicked) {
      add(atNanos, Level.FAULT, panicked.node() + " panicked: " + panicked.complaint());
    } else if (event instanceof WritesLost lost) {
      String torn = lost.torn() ? ", the first of them torn" : "";
      add(
          atNanos,
          Level.FAULT,
          lost.node() + " lost " + lost.records() + " log records that were not synced" + torn);
    } else if (event instanceof VersionStarted started) {
      String was = ", was " + started.former();
      add(atNanos, Level.NOTE, started.node() + " starts with " + started.version() + was);
    } else if (event instanceof ServiceEvent service) {
      services.of(service).ifPresent(line -> add(atNanos, Level.NOTE, line));
    } else if (event instanceof StoreEvent store) {
      onStore(atNanos, store);
    } else if (event instanceof VoteEvent vote) {
      byzantine.of(vote).ifPresent(line -> add(atNanos, line.level(), line.text()));
    }
  }

  private void onStore(long atNanos, StoreEvent event) {
    byzantine.of(event).ifPresent(line -> add(atNanos, line.level(), line.text()));
    if (event instanceof StoreEvent.PeerJudged judged) {
      String verdict = judged.isSuspect() ? " takes " : " sees ";
      String what = judged.isSuspect() ? " to be down" : " again";
      add(atNanos, Level.NOTE, judged.node() + verdict + judged.peer() + what);
    } else if (event instanceof StoreEvent.RevisionHeard heard) {
      String from = " from a beacon of " + heard.peer();
      add(atNanos, Level.NOTE, heard.node() + " hears of " + heard.version() + from);
    } else if (event instanceof StoreEvent.StateHashDiffered differed && differingHashes++ == 0) {
      add(atNanos, Level.NOTE, disagreement(differed));
    } else if (event instanceof StoreEvent.ConflictQueued queued && queuedConflicts++ == 0) {
      add(
          atNanos,
          Level.NOTE,
          "first conflict for an operator: %s of %s, %d versions"
              .formatted(queued.ticket(), queued.key(), queued.versions()));
    } else if (event instanceof StoreEvent.MergeRefused refused) {
      add(
          atNanos,
          Level.NOTE,
          refused.node() + " does not merge " + refused.key() + ": " + refused.reason());
    } else if (event instanceof StoreEvent.ConflictDetected conflict && conflicts++ == 0) {
      add(atNanos, Level.NOTE, "first conflict: " + conflict.key() + " on " + conflict.node());
    }
  }

  private static String disagreement(StoreEvent.StateHashDiffered differed) {
    return "first hashes of the same rows that differ: %s with %s, %s with %s"
        .formatted(differed.node(), differed.own(), differed.peer(), differed.theirs());
  }

  /** The first few of each invariant are told one by one, the others are counted. */
  void violated(Violation violation) {
    if (violations.merge(violation.invariant(), 1, Integer::sum) > MOST_VIOLATIONS) {
      return;
    }
    entries.add(
        new TimelineEntry(
            violation.atNanos(),
            Level.VIOLATION,
            violation.invariant() + " broken: " + violation.detail()));
  }

  List<TimelineEntry> entries(long endNanos) {
    List<TimelineEntry> all = new ArrayList<>(entries);
    violations.forEach(
        (invariant, count) -> {
          if (count > MOST_VIOLATIONS) {
            String more = " broken: " + (count - MOST_VIOLATIONS) + " more like these";
            all.add(new TimelineEntry(endNanos, Level.VIOLATION, invariant + more));
          }
        });
    if (omitted > 0) {
      all.add(new TimelineEntry(endNanos, Level.NOTE, omitted + " more lines left out"));
    }
    return all;
  }

  private void onFault(long atNanos, FaultEvent fault) {
    if (fault instanceof FaultEvent.Injected injected) {
      add(atNanos, Level.FAULT, injected.line() + on(injected.nodes()));
    } else if (fault instanceof FaultEvent.Cleared cleared) {
      add(atNanos, Level.HEAL, "over: " + cleared.line() + on(cleared.nodes()));
    } else if (fault instanceof FaultEvent.Refused refused) {
      add(atNanos, Level.NOTE, "refused: " + refused.line() + ": " + refused.reason());
    } else if (fault instanceof FaultEvent.Answered answered) {
      String verdict = answered.done() ? "" : "Error: ";
      add(atNanos, Level.NOTE, answered.line() + ": " + verdict + answered.answer());
    }
  }

  private void onRaft(long atNanos, NodeId node, RaftNotice notice) {
    if (notice instanceof RaftNotice.CampaignStarted) {
      campaigns++;
    } else if (notice instanceof RaftNotice.RoleChanged changed) {
      if (changed.to() == Role.LEADER) {
        String after = campaigns > 1 ? " after " + campaigns + " campaigns" : "";
        add(atNanos, Level.NOTE, node + " leads in term " + changed.term() + after);
        campaigns = 0;
      } else if (changed.from() == Role.LEADER) {
        add(atNanos, Level.NOTE, node + " no longer leads");
      }
    } else if (notice instanceof RaftNotice.QuorumLost lost) {
      add(atNanos, Level.NOTE, node + " hears no majority in term " + lost.term());
    }
  }

  private void onMachine(long atNanos, MachineChanged changed) {
    switch (changed.status()) {
      case "down" -> add(atNanos, Level.FAULT, changed.node() + " is down");
      case "paused" -> add(atNanos, Level.FAULT, changed.node() + " is frozen");
      case "running" -> {
        if (atNanos > 1_000_000_000L) {
          add(atNanos, Level.HEAL, changed.node() + " runs");
        }
      }
      default -> {}
    }
  }

  private void add(long atNanos, Level level, String text) {
    if (entries.size() < MOST_LINES) {
      entries.add(new TimelineEntry(atNanos, level, text));
    } else {
      omitted++;
    }
  }

  private static String on(List<NodeId> nodes) {
    return nodes.isEmpty()
        ? ""
        : "  [" + nodes.stream().map(NodeId::name).collect(Collectors.joining(", ")) + "]";
  }
}
