package dev.skew.world.check;

import dev.skew.world.workload.HistoryObserver;

/** A judge of what clients were told. */
public interface HistoryChecker extends Checker, HistoryObserver {}
