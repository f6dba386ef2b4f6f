import { test } from "node:test";
import assert from "node:assert/strict";
import { useDesk } from "./desk.mjs";

const desk = useDesk();

for (const path of ["/health/live", "/health/ready"]) {
  test(`${path} says that the desk is well`, async () => {
    const response = await fetch(desk.url + path);
    assert.equal(response.status, 200);
  });
}
