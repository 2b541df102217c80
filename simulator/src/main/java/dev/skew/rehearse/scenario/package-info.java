/**
 * A rehearsal on paper: what a scenario file says, as records, and the reader that turns a file
 * into them or into the list of everything that is wrong with it.
 *
 * <p>{@link dev.skew.rehearse.scenario.Scenario} is composed of one small record per component.
 * {@link dev.skew.rehearse.scenario.ScenarioReader} reads them by tables of fields, from which the
 * published JSON Schema and the reference of keys are written too, so that the three cannot differ.
 * Imports world.topology and world.fault; nothing here runs anything.
 */
@NullMarked
package dev.skew.rehearse.scenario;

import org.jspecify.annotations.NullMarked;
