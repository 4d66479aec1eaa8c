"""What the tests in a browser share."""

#: Waits for an element; a click that finds nothing must fail, not pass.
HELPERS = """
const until = async (find, what) => {
    for (let tries = 0; tries < 200; tries++) {
        const found = find();
        if (found) { return found; }
        await new Promise((done) => setTimeout(done, 50));
    }
    throw new Error("waited in vain for " + what);
};
const see = (selector) => until(() => document.querySelector(selector), selector);
const click = async (selector) => (await see(selector)).click();
const type = async (selector, value) => {
    const input = await see(selector);
    input.value = value;
    input.dispatchEvent(new Event("input", { bubbles: true }));
    input.dispatchEvent(new Event("change", { bubbles: true }));
};
const run = async (steps) => {
    try {
        await steps();
        console.log("test successful");
    } catch (error) {
        console.error(error.message);
    }
};
"""
