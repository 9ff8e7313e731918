/** How help describes the id that a command is said to. */
export const ID_ARGUMENT = 'of a purchase, the digits of an order, or order:1688:<digits>';
