package org.inclusiondesk.teams;

/**
 * What an answer's card must still know when somebody says whether it helped; it travels in the
 * card, sealed, so that nobody can vote on what the desk did not say.
 *
 * @param key drawn for this card alone
 * @param article the answer's id
 */
record Ballot(String key, String article) {}
