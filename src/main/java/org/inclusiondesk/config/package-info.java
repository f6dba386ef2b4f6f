/**
 * Reads {@code config/} and the environment into the features' value records, and reports every
 * fault at once: file, key, problem, remedy. Imports the features' values, Jackson and commonmark.
 */
@NullMarked
package org.inclusiondesk.config;

import org.jspecify.annotations.NullMarked;
