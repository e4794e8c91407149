/**
 * What a page is made of and how it is written down: blocks, charts that Java worked out, and the templates, whose classes are
 * made in this package so that what only they read need not be public. Nothing here looks into a result. Start at {@link
 * io.enginebench.report.page.html.Block}.
 */
package io.enginebench.report.page.html;
