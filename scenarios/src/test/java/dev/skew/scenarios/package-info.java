/** Runs every scenario of the catalog and holds it to what it expects of itself. */
@NullMarked
package dev.skew.scenarios;

import org.jspecify.annotations.NullMarked;
