/**
 * Plain tables and charts in, text, HTML and pictures out. The only room that draws; what a model
 * wrote is escaped here before it becomes HTML.
 */
@NullMarked
package dev.zoetrope.report;

import org.jspecify.annotations.NullMarked;
