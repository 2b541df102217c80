package dev.skew.world.raft;

import dev.skew.world.raft.RaftEffect.Commit;
import dev.skew.world.raft.RaftEffect.Duty;
import dev.skew.world.raft.RaftEffect.Persist;
import dev.skew.world.raft.RaftEffect.ReadReady;
import dev.skew.world.raft.RaftEffect.RestoreSnapshot;
import dev.skew.world.raft.RaftEffect.Send;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Gathers the effects of steps while the disk is busy, as etcd's loop does, and gives them as one
 * batch when it is free again. The shell steps inputs as they arrive and {@link #absorb}s each
 * step; whenever no batch is underway and this is not empty it {@link #take}s one and then, in this
 * order:
 *
 * <ol>
 *   <li>sends {@link Batch#messages()} at once if {@link Batch#sendsFirst()}: on a leader;
 *   <li>writes {@link Batch#snapshot()}, {@link Batch#hardState()} and {@link Batch#entries()}, and
 *       waits for the disk if {@link Batch#mustSync()};
 *   <li>sends {@link Batch#messages()} now otherwise: a vote, an acknowledgement of entries and a
 *       raised term are promises, and must be durable first;
 *   <li>restores {@link Batch#snapshot()}, applies {@link Batch#committed()}, and steps {@link
 *       RaftInput.Applied} with {@link Batch#appliedIndex()} if that is not 0; the batch is over;
 *   <li>answers {@link Batch#reads()} as far as their indexes are applied.
 * </ol>
 *
 * <p>A shell that sees a {@link RaftEffect.Panic} among {@link Batch#others()} crashes the node.
 * Instead of the snapshot in a {@link RaftMessage.InstallSnapshot} etcd's server sends a fresh one
 * of all that it has applied ({@link RaftState#snapshotOf}), which may know members that the old
 * one does not; a shell should do the same.
 *
 * <p>A crash loses what was not taken, and of what was taken the writes that were not yet synced.
 */
public final class Ready {

  private @Nullable HardState hardState;
  private @Nullable Snapshot snapshot;
  private EntryList entries = EntryList.EMPTY;
  private EntryList committed = EntryList.EMPTY;
  private boolean mustSync;
  private boolean leads;
  private List<Send> messages = new ArrayList<>();
  private List<ReadReady> reads = new ArrayList<>();
  private List<Duty> others = new ArrayList<>();
  private List<RaftNotice> notices = new ArrayList<>();

  /**
   * What to do at once, and in which order.
   *
   * @param sendsFirst whether messages may leave before the write is durable: the member leads, and
   *     commits nothing that this batch writes (a single voter does, and its learners must not hear
   *     of a commit that a crash can undo; etcd 3.4 lets them)
   * @param hardState to write, null when it did not change
   * @param entries to write, replacing what stands at their indexes and after
   * @param mustSync wait for the disk before going on
   * @param snapshot to write and to restore, null when none was received
   * @param messages to send, in order
   * @param committed to apply, all after the snapshot
   * @param reads that may be answered, each from its index on
   * @param others snapshots that are due, dropped proposals, new configurations, in order
   * @param notices for traces and logs, in order
   */
  public record Batch(
      boolean sendsFirst,
      @Nullable HardState hardState,
      EntryList entries,
      boolean mustSync,
      @Nullable Snapshot snapshot,
      List<Send> messages,
      EntryList committed,
      List<ReadReady> reads,
      List<Duty> others,
      List<RaftNotice> notices) {

    /** The index to report as applied, 0 when the batch brings nothing to apply. */
    public long appliedIndex() {
      if (!committed.isEmpty()) {
        return committed.last().index();
      }
      return snapshot == null ? 0 : snapshot.index();
    }

    /** Whether anything has to be written, synced or not. */
    public boolean writes() {
      return hardState != null || snapshot != null || !entries.isEmpty();
    }
  }

  /** Takes over the effects of a step; notices and other duties included. */
  public void absorb(RaftStep step) {
    leads = step.state().isLeader();
    List<RaftEffect> effects = step.effects();
    for (int i = 0; i < effects.size(); i++) {
      absorb(effects.get(i));
    }
  }

  private void absorb(RaftEffect effect) {
    if (effect instanceof Send send) {
      messages.add(send);
    } else if (effect instanceof Persist persist) {
      absorb(persist);
    } else if (effect instanceof Commit commit) {
      committed = committed.overwrittenBy(commit.entries());
    } else if (effect instanceof ReadReady read) {
      reads.add(read);
    } else if (effect instanceof RestoreSnapshot restore) {
      snapshot = restore.snapshot();
      entries = EntryList.EMPTY;
      committed = EntryList.EMPTY; // the snapshot contains them
    } else if (effect instanceof RaftNotice notice) {
      notices.add(notice);
    } else if (effect instanceof Duty duty) {
      others.add(duty);
    }
  }

  private void absorb(Persist persist) {
    hardState = persist.hardState();
    entries = entries.overwrittenBy(persist.entries());
    mustSync |= persist.mustSync();
  }

  public boolean isEmpty() {
    return hardState == null
        && snapshot == null
        && entries.isEmpty()
        && committed.isEmpty()
        && messages.isEmpty()
        && reads.isEmpty()
        && others.isEmpty()
        && notices.isEmpty();
  }

  /** Everything gathered since the last call, and begins anew. */
  public Batch take() {
    dropAllButLastAppendResponse();
    Batch batch =
        new Batch(
            leads && !commitsWhatItWrites(),
            hardState,
            entries,
            mustSync,
            snapshot,
            given(messages),
            committed,
            given(reads),
            given(others),
            given(notices));
    hardState = null;
    snapshot = null;
    entries = EntryList.EMPTY;
    committed = EntryList.EMPTY;
    mustSync = false;
    messages = emptied(messages);
    reads = emptied(reads);
    others = emptied(others);
    notices = emptied(notices);
    return batch;
  }

  /** Hands a list over; {@link #emptied} then begins another, so that nothing is copied. */
  private static <T> List<T> given(List<T> gathered) {
    return gathered.isEmpty() ? List.of() : gathered;
  }

  private static <T> List<T> emptied(List<T> given) {
    return given.isEmpty() ? given : new ArrayList<>();
  }

  private boolean commitsWhatItWrites() {
    return !entries.isEmpty()
        && !committed.isEmpty()
        && committed.last().index() >= entries.first().index();
  }

  /** As etcd's server does: the last one of a batch says it all. */
  private void dropAllButLastAppendResponse() {
    boolean kept = false;
    for (int i = messages.size() - 1; i >= 0; i--) {
      if (messages.get(i).message() instanceof RaftMessage.AppendResponse) {
        if (kept) {
          messages.remove(i);
        }
        kept = true;
      }
    }
  }
}
