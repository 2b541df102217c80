package dev.skew.rehearse.simulation;

import dev.skew.rehearse.simulation.Criterion.Judgement;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Judges the five success criteria of a chaos experiment: no permanent data loss, conflicts that
 * resolve themselves, degradation instead of failure, automatic recovery, a complete audit trail.
 */
final class Criteria {

  /** The least share of conflicts that must go away by themselves. */
  static final double CONFLICTS_RESOLVED = 0.99;

  /** The longest that recovery may take. */
  static final double RECOVERY_SECONDS = 300;

  private Criteria() {}

  /**
   * What the checkers know of acknowledged writes.
   *
   * @param isFinal whether the run got to its end, where alone a loss can be called permanent
   * @param unjudged acknowledged writes of which nobody can say what became of them
   */
  record Loss(boolean isFinal, long acknowledged, long lost, long unjudged) {}

  /**
   * How the world came back after the last fault.
   *
   * @param faulty whether there was a fault at all
   * @param inForce whether one was in force when the run ended
   * @param seconds from the last fault's end until all was well; infinite while it was not
   * @param watchedSeconds from the last fault's end to the end of the run
   * @param remedied whether an operator acted between the last fault's beginning and recovery
   */
  record Recovery(
      boolean faulty, boolean inForce, double seconds, double watchedSeconds, boolean remedied) {}

  static Criterion dataLoss(Loss loss) {
    double share = loss.acknowledged() == 0 ? 0 : (double) loss.lost() / loss.acknowledged();
    Map<String, Number> figures = new LinkedHashMap<>();
    figures.put("acknowledged", loss.acknowledged());
    figures.put("lost", loss.lost());
    figures.put("share", share);
    figures.put("unjudged", loss.unjudged());
    Judgement judgement = loss.lost() == 0 ? Judgement.MET : Judgement.NOT_MET;
    String detail =
        format(
            "%,d of %,d acknowledged writes lost (%s)",
            loss.lost(), loss.acknowledged(), percent(share));
    if (loss.unjudged() > 0) {
      detail += format(", %,d could not be judged", loss.unjudged());
    }
    if (!loss.isFinal() && loss.lost() == 0) {
      judgement = Judgement.NOT_APPLICABLE;
      detail = "the run was stopped before its end, where alone it can be judged";
    } else if (loss.acknowledged() == 0) {
      judgement = Judgement.NOT_APPLICABLE;
      detail = "no write was acknowledged";
    } else if (loss.lost() == 0 && loss.unjudged() == loss.acknowledged()) {
      judgement = Judgement.NOT_APPLICABLE;
    }
    return new Criterion("no-data-loss", "no permanent data loss", judgement, detail, figures);
  }

  static Criterion conflicts(long conflicts, double resolved) {
    Map<String, Number> figures = new LinkedHashMap<>();
    figures.put("conflicts", conflicts);
    figures.put("resolved", resolved);
    String detail =
        conflicts == 0
            ? "there was no conflict"
            : format("%s of %,d conflicts, at least 99 %% wanted", percent(resolved), conflicts);
    return new Criterion(
        "conflicts-resolved",
        "conflicts resolve themselves",
        conflicts == 0 ? Judgement.NOT_APPLICABLE : judge(resolved >= CONFLICTS_RESOLVED),
        detail,
        figures);
  }

  /** Degraded is what remains usable; one second of nothing for anybody is a failure. */
  static Criterion degradation(double asked, double degraded, double failed) {
    Map<String, Number> figures = new LinkedHashMap<>();
    figures.put("asked-seconds", asked);
    figures.put("degraded-seconds", degraded);
    figures.put("failed-seconds", failed);
    return new Criterion(
        "degradation-not-failure",
        "degradation, not failure",
        asked == 0 ? Judgement.NOT_APPLICABLE : judge(failed == 0),
        asked == 0
            ? "nothing was asked"
            : format(
                "degraded for %,.0f s of %,.0f s, failed for %,.0f s", degraded, asked, failed),
        figures);
  }

  static Criterion recovery(Recovery recovery) {
    Map<String, Number> figures = new LinkedHashMap<>();
    boolean recovered = recovery.faulty() && Double.isFinite(recovery.seconds());
    if (recovered) {
      figures.put("recovery-seconds", recovery.seconds());
    }
    figures.put("bound-seconds", RECOVERY_SECONDS);
    Judgement judgement = Judgement.NOT_APPLICABLE;
    String detail;
    if (!recovery.faulty()) {
      detail = "there was no fault";
    } else if (recovered) {
      judgement = judge(recovery.seconds() < RECOVERY_SECONDS && !recovery.remedied());
      detail =
          format("well %.1f s after the last change of a fault", recovery.seconds())
              + (recovery.inForce() ? ", which was never ended" : "")
              + (recovery.remedied() ? ", but with an operator's help" : "");
    } else if (recovery.inForce()) {
      detail = "a fault was never ended, and all was not well with it";
    } else {
      boolean tooEarly = recovery.watchedSeconds() < RECOVERY_SECONDS;
      judgement = tooEarly ? Judgement.NOT_APPLICABLE : Judgement.NOT_MET;
      detail =
          format("not well %.1f s after the last fault", recovery.watchedSeconds())
              + (tooEarly ? ", when the run ended: too early to judge" : "");
    }
    return new Criterion(
        "automatic-recovery", "automatic recovery in 5 min", judgement, detail, figures);
  }

  static Criterion audit(AuditTrail.Findings findings) {
    long gaps = findings.missing() + findings.invented();
    Map<String, Number> figures = new LinkedHashMap<>();
    figures.put("faults", findings.begun());
    figures.put("ended", findings.ended());
    figures.put("refused", findings.refused());
    figures.put("missing", findings.missing());
    figures.put("invented", findings.invented());
    long all = findings.begun() + findings.ended() + findings.refused() + gaps;
    return new Criterion(
        "audit-trail",
        "audit trail preserved",
        all == 0 ? Judgement.NOT_APPLICABLE : judge(gaps == 0),
        all == 0
            ? "nothing was done"
            : format(
                "%,d begun, %,d ended, %,d refused; %,d missing in the trace, %,d invented",
                findings.begun(),
                findings.ended(),
                findings.refused(),
                findings.missing(),
                findings.invented()),
        figures);
  }

  private static Judgement judge(boolean met) {
    return met ? Judgement.MET : Judgement.NOT_MET;
  }

  private static String percent(double share) {
    String text = format("%.4f", share * 100);
    return text.replaceAll("\\.?0+$", "") + " %";
  }

  private static String format(String pattern, Object... values) {
    return String.format(Locale.ROOT, pattern, values);
  }
}
